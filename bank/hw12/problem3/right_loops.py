"""Loops over events, rows and axes everywhere, lists as results. Fails: nothing."""


# %%
def valid_mask(X):
    return [[int(row[3]) != 0 for row in event] for event in X]


# %%
def fit_scaler(X, mask, kind):
    columns = [[], [], []]
    for event, flags in zip(X, mask):
        for row, flag in zip(event, flags):
            if flag:
                for j in range(3):
                    value = float(row[j])
                    if j == 0 and kind == "standard":
                        value = np.log(1 + value)
                    columns[j].append(value)
    shift, scale = [], []
    for column in columns:
        if kind == "minmax":
            shift.append(min(column))
            spread = max(column) - min(column)
        else:
            mean = sum(column) / len(column)
            shift.append(mean)
            spread = (sum((v - mean) ** 2 for v in column) / len(column)) ** 0.5
        scale.append(spread if spread > 1e-9 else 1.0)
    return kind, shift, scale


# %%
def transform(X, mask, state):
    kind, shift, scale = state
    out = np.zeros((X.shape[0], X.shape[1], 3))
    for i in range(X.shape[0]):
        for m in range(X.shape[1]):
            if not mask[i, m]:
                continue
            for j in range(3):
                v = X[i, m, j]
                if kind == "standard" and j == 0:
                    v = np.log(1.0 + v)
                out[i, m, j] = (v - shift[j]) / scale[j]
    return out


# %%
def one_hot_types(X):
    out = np.zeros(X.shape[:2] + (5,), dtype=int)
    for i, event in enumerate(X):
        for m, row in enumerate(event):
            out[i, m, int(row[3])] = 1
    return out


# %%
def masked_mse(xhat, x, mask):
    errors = []
    for a, b, m in zip(xhat, x, mask):
        if m.any():
            errors.append(((a[m] - b[m]) ** 2).mean())
        else:
            errors.append(a.sum() * 0)
    return torch.stack(errors)


# %%
def kl_divergence(mu, logvar):
    total = 0
    for k in range(mu.shape[1]):
        total = total - 0.5 * (1 + logvar[:, k] - mu[:, k] ** 2 - torch.exp(logvar[:, k]))
    return total


# %%
def kl_weight(epoch, reconstruction, top=0.002, middle=4.0, width=1.0, gate=0.2):
    import math

    weight = top / (1 + math.exp(-(epoch - middle) / width))
    if reconstruction >= gate:
        weight = 0
    return weight


# %%
def reparameterize(mu, logvar, eps):
    rows = [m + torch.exp(v / 2) * e for m, v, e in zip(mu, logvar, eps)]
    return torch.stack(rows)


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
            nn.LeakyReLU(0.1),
            nn.Linear(narrow, wide),
            nn.LeakyReLU(0.1),
            nn.Linear(wide, n_features),
        )
        for name in ("mu", "logvar"):
            setattr(self, name, nn.Linear(narrow, n_latent))

    def encode(self, x):
        for layer in self.encoder:
            x = layer(x)
        return [
            self.mu(x),
            torch.minimum(torch.maximum(self.logvar(x), torch.tensor(-8.0)), torch.tensor(8.0)),
        ]

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar


# %%
def scores(model, x, kind, mask=None):
    result = []
    for i in range(len(x)):
        hidden = model.encoder(x[i : i + 1])
        mu, logvar = model.mu(hidden)[0], model.logvar(hidden)[0]
        if kind == "mse":
            off = model.decoder(mu[None])[0] - x[i]
            value = sum(float(off[j]) ** 2 for j in range(len(off)) if mask is None or mask[i, j])
            result.append(value / len(off))
        elif kind == "kl":
            result.append(
                sum(float(m) ** 2 + float(v.exp()) - float(v) - 1 for m, v in zip(mu, logvar)) / 2
            )
        elif kind == "radius":
            result.append(sum(float(m) ** 2 for m in mu))
        else:
            raise ValueError(kind)
    return np.array(result)


# %%
def tpr_at_fpr(background, signal, fpr):
    ordered = sorted(background, reverse=True)
    threshold = ordered[int(round(fpr * len(ordered)))]
    return sum(1 for s in signal if s > threshold) / len(signal)


# %%
def sample_prior(model, n, rng):
    events = []
    for _ in range(n):
        z = [rng.normal() for _ in range(model.mu.out_features)]
        events.append(model.decoder(torch.tensor([z], dtype=torch.float32))[0])
    return torch.stack(events)
