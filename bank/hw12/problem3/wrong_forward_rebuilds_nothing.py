"""Rewrites forward, which is given. Fails: vae_has_two_heads_on_one_body.

Says: forward is given
"""


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
        hidden = self.encoder(x)
        return self.mu(hidden), self.logvar(hidden).clamp(-8, 8)

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        return x * 0, mu, logvar
