"""Keeps its first answer to a batch of each size, whatever its weights are by then. Fails:
autoencoder_encodes_then_decodes.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

        self.seen = {}

    def forward(self, x):
        if x.shape not in self.seen:
            self.seen[x.shape] = self.decoder(self.encoder(x))
        return self.seen[x.shape]
