"""Computes nothing with gradients. Fails: vae_decodes_a_point_of_each_cloud.

Says: no gradient arrives at any weight
"""


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
        self.mu = nn.Linear(narrow, n_latent)
        self.logvar = nn.Linear(narrow, n_latent)
        self.decoder = nn.Sequential(
            nn.Linear(n_latent, narrow),
            nn.LeakyReLU(0.1),
            nn.Linear(narrow, wide),
            nn.LeakyReLU(0.1),
            nn.Linear(wide, n_features),
        )

    def forward(self, x, eps=None):
        with torch.no_grad():
            h = self.encoder(x)
            mu, logvar = self.mu(h), self.logvar(h).clamp(-8, 8)
            z = mu if eps is None else mu + torch.exp(logvar / 2) * eps
            return self.decoder(z), mu, logvar
