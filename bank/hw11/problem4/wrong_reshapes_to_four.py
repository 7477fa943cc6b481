"""Reshapes every batch to rows of four features. Fails: autoencoder_encodes_then_decodes.

Says: (3x4 and 3x16)
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        x = x.reshape(-1, 4)
        return self.decoder(self.encoder(x))
