"""Divisions by zero that a `where` leaves out, vmap, and a limit that gradients pass. Fails:
nothing.
"""


# %%
def masked_mse(xhat, x, mask):
    n = mask.sum(1)
    mean = ((xhat - x) ** 2 * mask).sum(1) / n
    return torch.where(n > 0, mean, torch.zeros_like(mean))


# %%
def kl_divergence(mu, logvar):
    return torch.vmap(lambda m, v: 0.5 * (m @ m + torch.expm1(v).sum() - v.sum()))(mu, logvar)


# %%
def reparameterize(mu, logvar, eps):
    return torch.addcmul(mu, eps, logvar.exp().sqrt())


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
        v = self.logvar(h)
        return self.mu(h), v + (v.clamp(-8, 8) - v).detach()

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar
