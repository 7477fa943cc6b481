"""Standardises the batch once more before encoding it. Fails: autoencoder_encodes_then_decodes.

Says: forward centres or scales x over the batch
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        x = (x - x.mean(dim=0)) / x.std(dim=0)
        return self.decoder(self.encoder(x))
