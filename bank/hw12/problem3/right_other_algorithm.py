"""Other roads: sums of moments, sorting, counting, masked arrays, Box and Muller. Fails: nothing."""


# %%
def valid_mask(X):
    return np.isin(X[:, :, 3], [1, 2, 3, 4])


# %%
def prepared(X, kind):
    v = np.array(X[:, :, :3], dtype=float)
    if kind.startswith("s"):
        v[:, :, 0] = np.log(v[:, :, 0] + 1)
    return v


def fit_scaler(X, mask, kind):
    v = prepared(X, kind)
    count = mask.sum()
    if kind == "minmax":
        high = np.where(mask[..., None], v, -np.inf).max(axis=(0, 1))
        shift = np.where(mask[..., None], v, np.inf).min(axis=(0, 1))
        scale = high - shift
    else:
        shift = (v * mask[..., None]).sum(axis=(0, 1)) / count
        scale = np.sqrt((((v - shift) ** 2) * mask[..., None]).sum(axis=(0, 1)) / count)
    return kind, shift, np.where(np.isclose(scale, 0), 1, scale)


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    out = np.zeros(X.shape[:2] + (3,))
    v = X[mask][:, :3].astype(float)
    if kind == "standard":
        v[:, 0] = np.log1p(v[:, 0])
    out[mask] = (v - np.asarray(shift)) / np.asarray(scale)
    return out


# %%
def one_hot_types(X):
    out = np.zeros((*X.shape[:2], 5))
    np.put_along_axis(out, X[:, :, 3:].astype(int), 1, axis=2)
    return out


# %%
def masked_mse(xhat, x, mask):
    number = mask.sum(1, keepdim=True).clamp(min=1)
    return ((mask / number) * torch.abs(xhat - x) ** 2).sum(1)


# %%
def kl_divergence(mu, logvar):
    sigma = torch.exp(logvar / 2)
    return torch.sum((mu**2 + sigma**2 - 1) / 2 - torch.log(sigma), axis=-1)


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    t = (epoch - middle) / width
    e = np.exp(min(t, 500))
    return 0.0 if reconstruction > gate else top * e / (1 + e)


# %%
def reparameterize(mu, logvar, eps):
    return torch.lerp(mu, mu + eps, torch.sqrt(torch.exp(logvar)))


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
        self.add_module("mu", nn.Linear(self.encoder[2].out_features, n_latent))
        self.add_module("logvar", nn.Linear(self.encoder[2].out_features, n_latent))

    def encode(self, x):
        body = self.encoder(x)
        both = torch.cat([self.mu(body), self.logvar(body)], dim=1)
        mu, logvar = both.chunk(2, dim=1)
        logvar = torch.where(logvar > 8, 8.0, torch.where(logvar < -8, -8.0, logvar)).to(x.dtype)
        return mu, logvar

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar


# %%
def scores(model, x, kind, mask=None):
    encode = nn.Sequential(model.encoder, model.mu)
    mu = encode(x).detach().numpy()
    if kind == "mse":
        off = (model.decoder(encode(x)) - x).detach().numpy()
        if mask is not None:
            off = off * mask.numpy()
        return np.linalg.norm(off, axis=1) ** 2 / off.shape[1]
    elif kind == "kl":
        logvar = nn.Sequential(model.encoder, model.logvar)(x).detach().numpy()
        sigma = np.exp(logvar / 2)
        return (0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma)).sum(1)
    elif kind == "radius":
        return np.diag(mu @ mu.T)
    raise ValueError("mse, kl, radius")


# %%
def tpr_at_fpr(background, signal, fpr):
    background, signal = np.sort(background), np.sort(signal)
    n = int(np.ceil(len(background) * (1 - fpr) - 1e-9))
    threshold = background[n - 1]
    return 1 - np.searchsorted(signal, threshold, side="right") / len(signal)


# %%
def sample_prior(model, n, rng):
    k = model.mu.out_features
    u, v = rng.random((2, n, k))
    z = np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
    return model.decoder(torch.as_tensor(z, dtype=next(model.parameters()).dtype)).detach()
