"""Heads that are zero wherever the event is. Fails: vae_has_two_heads_on_one_body."""


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
        for head in (self.mu, self.logvar):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def encode(self, x):
        zeros = torch.zeros(len(x), self.mu.out_features)
        return zeros.requires_grad_(), zeros.clone().requires_grad_()

    def forward(self, x, eps=None):
        mu, logvar = self.encode(x)
        z = mu if eps is None else reparameterize(mu, logvar, eps)
        return self.decoder(z), mu, logvar
