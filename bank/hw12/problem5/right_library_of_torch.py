"""Layers one by one, thresholds and gradients by functions of torch. Fails: nothing."""


# %%
class ConvAutoencoder(nn.Module):
    def __init__(self, size=16, channels=4, latent=6):
        super().__init__()
        wide = 2 * channels * (size // 4) ** 2
        self.encoder = nn.Sequential(
            nn.Conv2d(1, channels, (3, 3), (2, 2), (1, 1)),
            nn.ReLU(),
            nn.Conv2d(channels, 2 * channels, (3, 3), (2, 2), (1, 1)),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(wide, latent),
        )
        self.decoder = nn.Sequential()
        self.decoder.append(nn.Linear(latent, wide)).append(nn.ReLU())
        self.decoder.append(nn.Unflatten(1, torch.Size([2 * channels, size // 4, size // 4])))
        self.decoder.append(nn.ConvTranspose2d(2 * channels, channels, 4, 2, 1)).append(nn.ReLU())
        self.decoder.append(nn.ConvTranspose2d(channels, 1, 4, 2, 1))

    def forward(self, x):
        n, d = x.shape
        out = x.view(n, 1, round(d**0.5), -1)
        for layer in [*self.encoder, *self.decoder]:
            out = layer(out)
        return out.view(n, d)


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    slope = torch.func.grad(lambda y: energy(y).sum())
    for _ in range(n_steps):
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        x = (x - eta * slope(x) + noise * xi).detach()
    return x


# %%
def normalised_training(
    model, x, n_updates, n_steps, rng, margin=1.0, eta=0.1, noise=0.1, batch=128, lr=3e-3
):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, foreach=True)
    mse = nn.MSELoss(reduction="none")
    losses = []
    for _ in range(n_updates):
        first, second = rng.integers(len(x), size=(2, batch))
        rows = torch.index_select(x, 0, torch.from_numpy(first))
        walkers = langevin(lambda y: mse(model(y), y).mean(-1), x[second], n_steps, eta, noise, rng)
        high = nn.functional.threshold(margin - mse(model(walkers), walkers).mean(-1), 0.0, 0.0)
        loss = mse(model(rows), rows).mean() + high.mean()
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses
