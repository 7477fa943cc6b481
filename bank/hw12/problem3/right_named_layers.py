"""Gives the layers of the decoder names of their own. Fails: nothing."""

# %%
from collections import OrderedDict


class VAE(nn.Module):
    def __init__(self, n_features, n_latent=4, hidden=(32, 16)):
        super().__init__()
        wide, narrow = hidden
        self.encoder = nn.Sequential()
        self.encoder.add_module("first", nn.Linear(n_features, wide))
        self.encoder.add_module("bend", nn.LeakyReLU(0.1))
        self.encoder.add_module("second", nn.Linear(wide, narrow))
        self.encoder.add_module("again", nn.LeakyReLU(0.1))
        self.mu = nn.Linear(narrow, n_latent)
        self.logvar = nn.Linear(narrow, n_latent)
        layers = {
            "first": nn.Linear(n_latent, narrow),
            "a": nn.LeakyReLU(0.1),
            "second": nn.Linear(narrow, wide),
            "b": nn.LeakyReLU(0.1),
            "third": nn.Linear(wide, n_features),
        }
        self.decoder = nn.Sequential(OrderedDict(layers))

    def forward(self, x, eps=None):
        h = self.encoder(x)
        mu, logvar = self.mu(h), torch.clamp(self.logvar(h), -8, 8)
        z = mu
        if eps is not None:
            z = mu + torch.exp(logvar / 2) * eps
        return self.decoder(z), mu, logvar


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    x, counts = train
    model = VAE(x.shape[1], n_latent, hidden).to(x.device, x.dtype)
    if start is not None:
        model.load_state_dict(start)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    error, history = np.inf, []
    for epoch in range(epochs):
        weight = kl_weight(epoch, error, **ramp)
        errors, divergences = [], []
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            rows = order[first : first + size]
            eps = torch.as_tensor(rng.standard_normal((len(rows), n_latent))).to(x)
            xhat, mu, logvar = model(x[rows], eps)
            e, d = masked_mse(xhat, x[rows], counts[rows]), kl_divergence(mu, logvar)
            optimizer.zero_grad()
            (e.mean() + weight * d.mean()).backward()
            optimizer.step()
            errors.extend(e.tolist())
            divergences.extend(d.tolist())
        error = np.mean(errors)
        with torch.no_grad():
            other = masked_mse(model(valid[0])[0], *valid).mean().item()
        history.append([error, np.mean(divergences), weight, other])
    return model, np.array(history)
