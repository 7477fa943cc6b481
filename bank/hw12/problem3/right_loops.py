"""Loops over events, rows and axes, and nothing stacked before the end. Fails: nothing."""


# %%
def fit_scaler(chunks, kind):
    rows = []
    for X in chunks:
        for event in X:
            for pt, eta, phi, what in event:
                if what > 0:
                    first = float(pt) if kind == "minmax" else np.log(1 + float(pt))
                    rows.append((first, float(eta), float(phi)))
    shift, scale = [], []
    for column in zip(*rows):
        if kind == "minmax":
            shift.append(min(column))
            scale.append(max(column) - min(column))
        else:
            mean = sum(column) / len(column)
            shift.append(mean)
            scale.append(np.sqrt(sum((value - mean) ** 2 for value in column) / len(column)))
    pairs = zip(zip(*rows), scale)
    return np.array(shift), np.array([w if max(v) > min(v) else 1 for v, w in pairs])


# %%
def masked_mse(xhat, x, mask):
    errors = []
    for i in range(x.shape[0]):
        total, number = xhat.new_zeros(()), 0
        for j in range(x.shape[1]):
            if mask[i, j]:
                total = total + (xhat[i, j] - x[i, j]) ** 2
                number += 1
        errors.append(total / number if number else total)
    return torch.stack(errors)


# %%
def kl_divergence(mu, logvar):
    found = []
    for m, v in zip(mu, logvar):
        total = mu.new_zeros(())
        for k in range(len(m)):
            total = total + (m[k] * m[k] + torch.exp(v[k]) - v[k] - 1) / 2
        found.append(total)
    return torch.stack(found)


# %%
def kl_weight(epoch, reconstruction, final=0.002, middle=4.0, width=1.0, gate=0.2):
    t = (epoch - middle) / width
    if reconstruction > gate:
        weight = 0
    elif t < -500:
        weight = 0
    else:
        weight = final / (1 + 2.718281828459045 ** (-t))
    return weight


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
        layers = []
        sizes = [n_latent, narrow, wide, n_features]
        for a, b in zip(sizes[:-1], sizes[1:]):
            layers.append(nn.Linear(a, b))
            layers.append(nn.LeakyReLU(0.1))
        self.decoder = nn.Sequential(*layers[:-1])
        self.mu, self.logvar = (nn.Linear(narrow, n_latent) for _ in range(2))

    def forward(self, x, eps=None):
        h = x
        for layer in self.encoder:
            h = layer(h)
        mu = self.mu(h)
        logvar = torch.clamp(self.logvar(h), -8.0, 8.0)
        z = mu
        if eps is not None:
            z = z + torch.sqrt(torch.exp(logvar)) * eps
        for layer in self.decoder:
            z = layer(z)
        return z, mu, logvar


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    x, counts = train
    model = VAE(x.shape[1], n_latent, hidden)
    if start:
        model.load_state_dict(start)
    adam = torch.optim.Adam(model.parameters(), lr)
    history = np.zeros((epochs, 4))
    before = float("inf")
    for t in range(epochs):
        w = kl_weight(t, before, **ramp)
        order = rng.permutation(len(x))
        errors, divergences = [], []
        for begin in range(0, len(order), size):
            rows = order[begin : begin + size]
            eps = torch.tensor(rng.standard_normal((len(rows), n_latent)), dtype=x.dtype)
            xhat, mu, logvar = model(x[rows], eps)
            e = masked_mse(xhat, x[rows], counts[rows])
            k = kl_divergence(mu, logvar)
            loss = (e + w * k).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            errors.extend(e.tolist())
            divergences.extend(k.tolist())
        before = sum(errors) / len(errors)
        xhat, _, _ = model(valid[0])
        history[t] = before, np.mean(divergences), w, masked_mse(xhat, *valid).mean().item()
    return model, history


# %%
def generate(decoder, n_latent, n, keep, rng, size=1000):
    events, number, drawn = [], 0, 0
    while len(events) < n:
        z = torch.tensor(rng.standard_normal((size, n_latent)), dtype=torch.float32)
        x = decoder(z).detach()
        for event, fine in zip(x, keep(x)):
            drawn += 1
            if fine:
                number += 1
                events.append(event)
    return torch.stack(events[:n]), number / drawn
