"""Other random starts than those of torch, in double precision. Fails: nothing."""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

        for w in self.parameters():
            nn.init.zeros_(w) if w.dim() == 1 else nn.init.xavier_normal_(w)
        self.double()

    def forward(self, x):
        return self.decoder(self.encoder(x.double()))
