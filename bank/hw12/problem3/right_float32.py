"""Single precision wherever numpy is at work, and short forms. Fails: nothing."""


# %%
def fit_scaler(chunks, kind):
    particles = np.vstack([X[X[..., -1].astype(bool)] for X in chunks]).astype(np.float32)[:, :3]
    if kind == "standard":
        particles[:, 0] = np.log1p(particles[:, 0])
        spread = np.where(np.ptp(particles, axis=0) == 0, 1, particles.std(0))
        return particles.mean(0), spread
    low = particles.min(0)
    return low, np.array([s if s else 1 for s in np.ptp(particles, axis=0)], np.float32)


# %%
def masked_mse(xhat, x, mask):
    off = torch.zeros_like(xhat)
    off[mask] = xhat[mask] - x[mask]
    return torch.einsum("ij,ij->i", off, off) / torch.clip(mask.sum(1), 1)


# %%
def kl_divergence(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=-1)


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    if reconstruction <= gate:
        return np.float32(final) / (1 + np.exp((middle - epoch) / width))
    return 0


# %%
class VAE(nn.Module):
    def __init__(self, n_features, n_latent=4, hidden=(32, 16)):
        super().__init__()
        wide, narrow = hidden
        self.encoder = nn.Sequential(
            nn.Linear(n_features, wide),
            nn.LeakyReLU(0.1),
            nn.Linear(wide, narrow),
            nn.LeakyReLU(0.1),
        )
        heads = nn.ModuleDict({name: nn.Linear(narrow, n_latent) for name in ("mu", "logvar")})
        for name, head in heads.items():
            setattr(self, name, head)
        slope = nn.LeakyReLU(0.1)
        rest = nn.Linear(narrow, wide), slope, nn.Linear(wide, n_features)
        self.decoder = nn.Sequential(nn.Linear(n_latent, narrow), slope, *rest)

    def forward(self, x, eps=None):
        h = self.encoder(x)
        mu, logvar = self.mu(h), torch.clip(self.logvar(h), -8, 8)
        noise = 0 if eps is None else eps * (logvar / 2).exp()
        return self.decoder(mu + noise), mu, logvar


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    x, counts = train
    model = VAE(x.shape[1], n_latent, hidden)
    if start is not None:
        with torch.no_grad():
            for name, weight in model.named_parameters():
                weight.copy_(start[name])
    optimizer, history = torch.optim.Adam(model.parameters(), lr=lr), [(np.inf,)]
    while len(history) <= epochs:
        weight = float(kl_weight(len(history) - 1, history[-1][0], **ramp))
        order, noted = rng.permutation(len(x)), []
        for rows in np.array_split(order, range(size, len(x), size)):
            eps = rng.standard_normal((len(rows), n_latent)).astype(np.float32)
            xhat, mu, logvar = model(x[rows], torch.from_numpy(eps))
            errors, divergences = masked_mse(xhat, x[rows], counts[rows]), kl_divergence(mu, logvar)
            optimizer.zero_grad()
            torch.mean(errors + weight * divergences).backward()
            optimizer.step()
            noted.append(torch.stack([errors, divergences], 1).detach().numpy())
        error, divergence = np.concatenate(noted).mean(0)
        with torch.no_grad():
            other = masked_mse(model(valid[0])[0], *valid).mean()
        history.append((error, divergence, weight, float(other)))
    return model, np.array(history[1:], np.float32)


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    x, flags = [], []
    while not flags or np.concatenate(flags).sum() < n:
        noise = rng.standard_normal((size, n_latent)).astype(np.float32)
        x.append(decoder(torch.tensor(noise)).detach().numpy())
        flags.append(np.asarray(keep(torch.tensor(x[-1])), dtype=bool))
    x, flags = np.concatenate(x), np.concatenate(flags)
    return x[flags][:n], np.float32(flags.mean())
