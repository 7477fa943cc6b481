"""Detaches the latent coordinates: the values are right, but only the decoder can learn. Fails:
autoencoder_encodes_then_decodes.

Says: no gradient arrives at x, encoder.0.weight, encoder.0.bias, encoder.2.weight, encoder.2.bias
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        z = self.encoder(x).detach()
        return self.decoder(z)
