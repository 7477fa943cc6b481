"""Takes three latent coordinates where the caller does not say. Fails:
autoencoder_encodes_then_decodes.

Says: leave __init__ as the notebook gives it
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=3):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        return self.decoder(self.encoder(x))
