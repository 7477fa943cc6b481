"""Single precision, in-place work on copies, masks by multiplication. Fails: nothing."""


# %%
def valid_mask(X):
    return (X != 0).any(axis=2).astype(np.uint8)


# %%
def fit_scaler(X, mask, kind):
    v = X.astype(np.float32).reshape(-1, 4)[mask.ravel(), :3].copy()
    if kind == "standard":
        v[:, 0] = np.log1p(v[:, 0])
        shift, scale = np.mean(v, 0), np.std(v, 0, ddof=1)
    else:
        shift, scale = np.min(v, 0), np.ptp(v, 0)
    scale[scale < 1e-6] = 1
    return kind, shift, scale


# %%
def transform(X, mask, state):
    v = X[..., :3].astype(np.float32)
    if state[0] == "standard":
        v[..., 0] = np.log1p(v[..., 0])
    v -= np.asarray(state[1], np.float32)
    v /= np.asarray(state[2], np.float32)
    v *= mask[..., None]
    return v


# %%
def one_hot_types(X):
    return X[..., 3:] == np.arange(5, dtype=np.float32)


# %%
def masked_mse(xhat, x, mask):
    m = mask.to(xhat.dtype)
    return torch.einsum("ij,ij,ij->i", m, xhat - x, xhat - x) / torch.clamp(m.sum(1), min=1.0)


# %%
def kl_divergence(mu, logvar):
    mu, logvar = mu.float(), logvar.float()
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    rise = np.float32(top) / (1 + np.exp(np.float32((middle - epoch) / width)))
    return rise * (reconstruction <= gate)


# %%
def reparameterize(mu, logvar, eps):
    sigma = torch.exp(logvar) ** 0.5
    return (mu + sigma * eps).float()


# %%
class VAE(nn.Module):
    def __init__(self, n_features, n_latent=4, hidden=(32, 16)):
        super().__init__()
        wide, narrow = hidden
        self.encoder = nn.Sequential(
            *(nn.Linear(n_features, wide), nn.LeakyReLU(0.1)),
            *(nn.Linear(wide, narrow), nn.LeakyReLU(0.1)),
        )
        self.decoder = nn.Sequential(
            *(nn.Linear(n_latent, narrow), nn.LeakyReLU(0.1)),
            *(nn.Linear(narrow, wide), nn.LeakyReLU(0.1)),
            nn.Linear(wide, n_features),
        )
        self.mu = nn.Linear(narrow, n_latent)
        self.logvar = nn.Linear(narrow, n_latent)

    def encode(self, x):
        h = self.encoder(x)
        mu = self.mu(h)
        logvar = torch.clip(self.logvar(h), min=-8, max=8)
        return mu, logvar

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar


# %%
@torch.no_grad()
def scores(model, x, kind, mask=None):
    if kind not in ("mse", "kl", "radius"):
        raise ValueError(f"unknown kind {kind!r}")
    hidden = model.encoder(x)
    mu = model.mu(hidden)
    if kind == "radius":
        return (mu * mu).sum(1).numpy().astype(np.float32)
    if kind == "kl":
        lv = model.logvar(hidden)
        return (-0.5 * (1 + lv - mu**2 - torch.exp(lv)).sum(1)).numpy().astype(np.float32)
    off = model.decoder(mu) - x
    if mask is not None:
        off = torch.where(mask, off, 0.0)
    return (off**2).mean(1).numpy().astype(np.float32)


# %%
def tpr_at_fpr(background, signal, fpr):
    threshold = np.quantile(background, 1 - fpr, method="higher")
    return np.float32(np.mean(np.asarray(signal) >= threshold))


# %%
def sample_prior(model, n, rng):
    z = rng.standard_normal((n, model.mu.out_features), dtype=np.float32)
    first = model.decoder[0].weight
    with torch.inference_mode():
        return model.decoder(torch.from_numpy(z).to(first.dtype)).numpy()
