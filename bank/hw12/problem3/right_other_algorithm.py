"""Other roads: running sums, N - 1, hyperbolic functions, masked arrays of one kind. Fails: nothing."""


# %%
def fit_scaler(chunks, kind):
    number, mean, squares = 0, np.zeros(3), np.zeros(3)
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for X in chunks:
        rows = X.reshape(-1, 4)
        rows = rows[rows[:, 3] >= 1].astype(np.float64)
        if kind != "minmax":
            rows[:, 0] = np.log(rows[:, 0] + 1)
        for v in rows[:, :3]:
            number += 1
            off = v - mean
            mean = mean + off / number
            squares = squares + off * (v - mean)
            low, high = np.minimum(low, v), np.maximum(high, v)
    if kind == "minmax":
        shift, scale = low, high - low
    else:
        shift, scale = mean, np.sqrt(squares / max(number - 1, 1))
    scale[scale < 1e-12] = 1
    return [shift, scale]


# %%
def masked_mse(xhat, x, mask):
    a, b = xhat.masked_fill(~mask, 0), x.masked_fill(~mask, 0)
    number = torch.count_nonzero(mask, dim=1)
    return torch.sum((a - b).square(), dim=-1) / torch.where(number == 0, 1, number)


# %%
def kl_divergence(mu, logvar):
    sigma2 = torch.exp(logvar)
    return torch.sum(mu * mu + sigma2, 1) / 2 - torch.sum(logvar, 1) / 2 - mu.shape[1] / 2


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    is_open = reconstruction <= gate
    return is_open * final * (1 + np.tanh((epoch - middle) / (2 * width))) / 2


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
        self.decoder = nn.Sequential(
            nn.Linear(n_latent, narrow),
            nn.LeakyReLU(negative_slope=0.1),
            nn.Linear(narrow, wide),
            nn.LeakyReLU(negative_slope=0.1),
            nn.Linear(wide, n_features),
        )
        self.add_module("mu", nn.Linear(self.encoder[2].out_features, n_latent))
        self.add_module("logvar", nn.Linear(self.encoder[2].out_features, n_latent))

    def encode(self, x):
        body = self.encoder(x)
        mu, logvar = torch.cat([self.mu(body), self.logvar(body)], dim=1).chunk(2, dim=1)
        return mu, torch.minimum(torch.maximum(logvar, logvar.new_tensor(-8)), logvar.new_tensor(8))

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        if eps is None:
            eps = torch.zeros_like(mu)
        return self.decoder(torch.lerp(mu, mu + eps, torch.exp(logvar) ** 0.5)), mu, logvar


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    model = VAE(n_features=train[0].shape[1], hidden=hidden, n_latent=n_latent)
    start = start or model.state_dict()
    model.load_state_dict(start)
    optimizer = torch.optim.Adam(list(model.parameters()), lr=lr)
    rows, last = [], np.inf
    for epoch in range(epochs):
        weight = kl_weight(epoch, last, **ramp)
        order = torch.from_numpy(rng.permutation(train[0].shape[0]))
        means, numbers = [], []
        for chosen in order.split(size):
            x, counts = (part.index_select(0, chosen) for part in train)
            optimizer.zero_grad(set_to_none=False)
            eps = torch.from_numpy(rng.standard_normal((x.shape[0], n_latent))).type_as(x)
            xhat, mu, logvar = model(x, eps=eps)
            pair = torch.stack(
                [masked_mse(xhat, x, counts).mean(), kl_divergence(mu, logvar).mean()]
            )
            (pair[0] + weight * pair[1]).backward()
            optimizer.step()
            means.append(pair.detach().numpy().astype(float))
            numbers.append(x.shape[0])
        last, divergence = np.average(means, axis=0, weights=numbers)
        xhat = model(valid[0])[0].detach()
        rows.append(np.array([last, divergence, weight, float(masked_mse(xhat, *valid).mean())]))
    return model, np.stack(rows)


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    def more(x, flags):
        if flags.sum() >= n:
            return x[flags][:n], flags.double().mean()
        z = torch.from_numpy(rng.standard_normal((size, n_latent))).float()
        new = decoder(z).detach()
        return more(torch.cat([x, new]), torch.cat([flags, torch.as_tensor(keep(new)).bool()]))

    first = decoder(torch.from_numpy(rng.standard_normal((size, n_latent))).float()).detach()
    return more(first, torch.as_tensor(keep(first)).bool())
