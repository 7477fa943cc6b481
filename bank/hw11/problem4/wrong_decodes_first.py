"""Calls the decoder first and the encoder second. Fails: autoencoder_encodes_then_decodes.

Says: the decoder comes first: encode x, then decode z
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        z = self.decoder(x)
        return self.encoder(z)
