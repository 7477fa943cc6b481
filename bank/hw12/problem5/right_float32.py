"""Single precision and lists, histograms, ranks. Fails: nothing."""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    edges = np.linspace(-half_width, half_width, n + 1)
    images = [
        np.histogram2d(v, u, bins=(edges, edges), weights=e)[0] / e.sum()
        for e, u, v in zip(energy, x, y)
    ]
    return np.array(images, dtype=np.float32)


# %%
def preprocess(energy, x, y):
    e, x, y = (np.asarray(values, dtype=np.float32) for values in (energy, x, y))
    total = e.sum(1)[:, None]
    z = (x + 1j * y).astype(np.complex64)
    z = z - (e * z).sum(1)[:, None] / total
    # The second moment of complex numbers turns with twice the angle.
    z = z * np.exp(-0.5j * np.angle((e * z**2).sum(1)))[:, None]
    u, v = z.real, z.imag
    right, up = (e * (u > 0)).sum(1) - (e * (u < 0)).sum(1), (e * (v > 0) - e * (v < 0)).sum(1)
    return [np.where(right[:, None] < 0, -u, u), np.where(up[:, None] < 0, -v, v)]


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(n_epochs * -(-len(x) // batch)):
        first = step % -(-len(x) // batch) * batch
        rows = x[first : first + batch]
        difference = (model(rows) - rows) @ kernel
        loss = (difference * difference).sum() / difference.numel()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return [loss.item() for loss in losses]


# %%
def smear(images, sigma):
    n = images.shape[1]
    p = np.arange(n, dtype=np.float32)
    g = np.exp(-0.5 * np.subtract.outer(p, p) ** 2 / np.float32(sigma) ** 2)
    lit = images / g.sum(1)[:, None] / g.sum(1)[None, :]
    return np.tensordot(np.tensordot(lit, g, axes=(1, 0)), g, axes=(1, 0)).astype(np.float32)


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    for xi in rng.standard_normal((n_steps, *x.shape)):
        x = x.detach().clone().requires_grad_(True)
        values = energy(x)
        (gradient,) = torch.autograd.grad(values, x, grad_outputs=torch.ones_like(values))
        x = x - eta * gradient + noise * torch.from_numpy(xi).to(x)
    return x.detach()


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    n, found = len(normal), []
    for start in range(n_starts):
        for f in fractions:
            k = int(np.rint(f * n))
            sample = np.vstack([anomalous[:k], normal[: n - k]])
            rng.shuffle(sample)
            score = fit(sample, start)
            low, high = np.float32(score(test[0])), np.float32(score(test[1]))
            both = np.sort(np.concatenate([low, high]))
            ranks = np.searchsorted(both, high) + np.searchsorted(both, high, side="right")
            ones = (ranks.sum() - len(high) ** 2) / 2 / len(low) / len(high)
            found.append(np.float32(ones))
    return np.array(found).reshape(n_starts, -1).T


# %%
class ConvAutoencoder(nn.Module):
    def __init__(self, size=16, channels=4, latent=6):
        super().__init__()
        c, s = channels, size
        down = {"kernel_size": 3, "stride": 2, "padding": 1}
        up = {"kernel_size": 4, "stride": 2, "padding": 1}
        layers = [nn.Conv2d(1, c, **down), nn.ReLU(), nn.Conv2d(c, 2 * c, **down), nn.ReLU()]
        self.encoder = nn.Sequential(*layers, nn.Flatten(), nn.Linear(c * s * s // 8, latent))
        layers = [nn.Linear(latent, c * s * s // 8), nn.ReLU()]
        layers += [nn.Unflatten(1, (2 * c, s // 4, s // 4)), nn.ConvTranspose2d(2 * c, c, **up)]
        self.decoder = nn.Sequential(*layers, nn.ReLU(), nn.ConvTranspose2d(c, 1, **up))

    def forward(self, x):
        side = int(np.sqrt(x.shape[1]))
        return self.decoder(self.encoder(x.unflatten(1, (1, side, side)))).reshape(x.shape)
