"""Torch wherever it can stand, its ready-made distributions and losses. Fails: nothing."""


# %%
def fit_scaler(chunks, kind):
    rows = torch.cat([torch.tensor(X).double().flatten(0, 1) for X in chunks])
    v = rows[rows[:, 3] != 0][:, :3]
    if kind == "standard":
        v = torch.cat([torch.log1p(v[:, :1]), v[:, 1:]], dim=1)
        scale, shift = torch.std_mean(v, dim=0, correction=0)
    else:
        shift, scale = v.amin(0), v.amax(0) - v.amin(0)
    scale[scale == 0] = 1
    return shift, scale


# %%
def masked_mse(xhat, x, mask):
    picked = torch.where(mask, xhat, 0.0), torch.where(mask, x, 0.0)
    squares = nn.functional.mse_loss(*picked, reduction="none")
    return squares.sum(1) / mask.sum(1).clamp_min(1)


# %%
def kl_divergence(mu, logvar):
    cloud = torch.distributions.Normal(mu, (0.5 * logvar).exp())
    prior = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return torch.distributions.kl_divergence(cloud, prior).sum(-1)


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    ramp = torch.sigmoid(torch.tensor((epoch - middle) / width, dtype=torch.float64))
    return float(final * ramp * (reconstruction <= gate))


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
        self.logvar = nn.Linear(narrow, n_latent)
        self.mu = nn.Linear(narrow, n_latent)
        self.decoder = nn.Sequential(nn.Linear(n_latent, narrow), nn.LeakyReLU(0.1))
        self.decoder.append(nn.Linear(narrow, wide)).append(nn.LeakyReLU(0.1))
        self.decoder.append(nn.Linear(wide, n_features))

    def forward(self, x, eps=None):
        h = self.encoder.forward(x)
        mu = nn.functional.linear(h, self.mu.weight, self.mu.bias)
        logvar = nn.functional.hardtanh(self.logvar(h), -8.0, 8.0)
        z = torch.addcmul(mu, logvar.mul(0.5).exp(), eps) if torch.is_tensor(eps) else mu
        return self.decoder(z), mu, logvar


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    model = VAE(train[0].size(1), n_latent, hidden).train()
    if start is not None:
        model.load_state_dict(start, strict=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    last, table = torch.inf, []
    for epoch in range(epochs):
        weight = kl_weight(epoch, float(last), **ramp)
        shuffled = torch.as_tensor(rng.permutation(len(train[0])))
        sample = torch.utils.data.TensorDataset(*(part[shuffled] for part in train))
        totals = torch.zeros(2, dtype=torch.float64)
        for x, counts in torch.utils.data.DataLoader(sample, batch_size=size):
            eps = torch.as_tensor(rng.standard_normal((len(x), n_latent)), dtype=x.dtype)
            xhat, mu, logvar = model(x, eps)
            both = torch.stack([masked_mse(xhat, x, counts), kl_divergence(mu, logvar)])
            loss = both.mean(dim=1) @ both.new_tensor([1.0, weight])
            model.zero_grad()
            loss.backward()
            optimizer.step()
            totals += both.detach().sum(1)
        last, divergence = (totals / len(sample)).tolist()
        with torch.no_grad():
            other = masked_mse(model(valid[0])[0], *valid).mean()
        table.append([last, divergence, weight, other.item()])
    return model, torch.tensor(table)


# %%
@torch.no_grad()
def generate(decoder, n_latent, n, keep, rng, size=1000):
    kept, batches = torch.empty(0), 0
    while len(kept) < n:
        z = torch.as_tensor(rng.normal(0, 1, (size, n_latent)), dtype=torch.float32)
        x, batches = decoder(z), batches + 1
        kept = torch.cat([kept.reshape(-1, x.shape[1]), x[torch.as_tensor(keep(x))]])
    return kept[:n], len(kept) / (batches * size)
