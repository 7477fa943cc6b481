"""Holds the weights of the encoder fixed. Fails:
autoencoder_encodes_then_decodes.

Says: one with requires_grad set to False
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

        self.encoder.requires_grad_(False)

    def forward(self, x):
        return self.decoder(self.encoder(x))
