"""Sends the events straight into the decoder, which happens to work where the latent space is
as wide as an event. Fails: autoencoder_encodes_then_decodes.

Says: send it through the encoder before
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        z = self.encoder(x)
        return self.decoder(x)
