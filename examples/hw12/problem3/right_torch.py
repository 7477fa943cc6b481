"""Torch wherever it can stand, its ready-made distributions and losses. Fails: nothing."""


# %%
def valid_mask(X):
    return torch.as_tensor(X)[..., -1].ne(0)


# %%
def fit_scaler(X, mask, kind):
    v = torch.as_tensor(X).double()[torch.as_tensor(mask)][:, :3]
    if kind == "standard":
        v = torch.stack([torch.log1p(v[:, 0]), v[:, 1], v[:, 2]], dim=1)
        scale, shift = torch.std_mean(v, dim=0)
    else:
        shift, scale = v.amin(0), v.amax(0) - v.amin(0)
    scale[scale == 0] = 1
    return [kind, shift, scale]


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    v = torch.tensor(X[..., :3], dtype=torch.float64)
    if kind == "standard":
        v[..., 0].log1p_()
    v = (v - torch.as_tensor(shift)) / torch.as_tensor(scale)
    v[~torch.as_tensor(mask)] = 0
    return v.numpy()


# %%
def one_hot_types(X):
    return nn.functional.one_hot(torch.as_tensor(X[..., 3]).long(), 5).numpy()


# %%
def masked_mse(xhat, x, mask):
    squares = nn.functional.mse_loss(xhat, x, reduction="none")
    squares = torch.where(mask, squares, torch.zeros_like(squares))
    number = mask.sum(1)
    return squares.sum(1) / torch.where(number == 0, 1, number)


# %%
def kl_divergence(mu, logvar):
    cloud = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    prior = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return torch.distributions.kl_divergence(cloud, prior).sum(-1)


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    ramp = torch.sigmoid(torch.tensor((epoch - middle) / width, dtype=torch.float64))
    return float(top * ramp * (reconstruction < gate))


# %%
def reparameterize(mu, logvar, eps):
    return torch.addcmul(mu, logvar.mul(0.5).exp(), eps)


# %%
class VAE(nn.Module):
    def __init__(self, n_features, n_latent=4, hidden=(32, 16)):
        super().__init__()
        wide, narrow = hidden
        self.mu, self.logvar = (nn.Linear(narrow, n_latent) for _ in range(2))
        self.encoder = nn.Sequential(
            *(nn.Linear(n_features, wide), nn.LeakyReLU(0.1)),
            *(nn.Linear(wide, narrow), nn.LeakyReLU(0.1)),
        )
        self.decoder = nn.Sequential(
            *(nn.Linear(n_latent, narrow), nn.LeakyReLU(0.1)),
            *(nn.Linear(narrow, wide), nn.LeakyReLU(0.1)),
            nn.Linear(wide, n_features),
        )

    def encode(self, x):
        h = self.encoder.forward(x)
        logvar = nn.functional.linear(h, self.logvar.weight, self.logvar.bias)
        return self.mu(h), nn.functional.hardtanh(logvar, -8.0, 8.0)

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar


# %%
def scores(model, x, kind, mask=None):
    h = model.encoder(x)
    mu, logvar = model.mu(h), model.logvar(h)
    mask = torch.ones_like(x) if mask is None else mask
    kinds = {
        "mse": lambda: (mask * (x - model.decoder(mu)).square()).mean(-1),
        "kl": lambda: kl_divergence(mu, logvar.clamp(-8, 8)),
        "radius": lambda: mu.norm(dim=-1).square(),
    }
    if kind not in kinds:
        raise ValueError("no such kind")
    return kinds[kind]()


# %%
def tpr_at_fpr(background, signal, fpr):
    threshold = torch.quantile(torch.as_tensor(background), 1 - fpr, interpolation="lower")
    return (torch.as_tensor(signal) > threshold).double().mean()


# %%
def sample_prior(model, n, rng):
    weight = model.mu.weight
    z = torch.from_numpy(rng.normal(0, 1, size=(n, weight.shape[0]))).to(weight.dtype)
    return model.decoder(z)
