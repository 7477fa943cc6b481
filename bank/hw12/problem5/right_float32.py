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
def kernel_mse(xhat, x, kernel):
    d = xhat.float() - x.float()
    return torch.einsum("na,ab,cb,nc->n", d, kernel.float(), kernel.float(), d) / d.shape[1]


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=100, lr=2e-3):
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
    return np.array([loss.item() for loss in losses], dtype=np.float32)


# %%
def inverse_test(a, b):
    result = []
    for normal, anomalous in (a, b[::-1]):
        order = np.sort(np.asarray(normal, dtype=np.float32))
        anomalous = np.asarray(anomalous, dtype=np.float32)
        below = np.searchsorted(order, anomalous, "left") + np.searchsorted(
            order, anomalous, "right"
        )
        result.append(np.float32(below.mean() / 2 / len(order)))
    return result


# %%
def remap(images, power):
    return np.power(np.float32(images), np.float32(power))


# %%
def smear(images, sigma):
    n = images.shape[1]
    p = np.arange(n, dtype=np.float32)
    g = np.exp(-0.5 * np.subtract.outer(p, p) ** 2 / np.float32(sigma) ** 2)
    lit = images / g.sum(1)[:, None] / g.sum(1)[None, :]
    return np.tensordot(np.tensordot(lit, g, axes=(1, 0)), g, axes=(1, 0)).astype(np.float32)


# %%
def worst_case_auc(forward, inverse):
    pairs = np.stack([forward, inverse]).astype(np.float32)
    return list(np.array([pairs.min(axis=0).mean(), pairs.min(axis=0).std(ddof=1)]))


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    draws = rng.standard_normal((n_steps, *x.shape), dtype=np.float32)
    for xi in draws:
        x = x.detach().requires_grad_(True)
        values = energy(x)
        (gradient,) = torch.autograd.grad(values, x, grad_outputs=torch.ones_like(values))
        x = x - eta * gradient + noise * torch.from_numpy(xi).to(x)
    return x.detach().numpy()


# %%
def normalised_loss(e_pos, e_neg, margin):
    return nn.functional.relu(margin - e_neg).mean() + e_pos.sum() / e_pos.numel()
