"""The sizes 22 and 18 are written into the layers. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: use n_features and n_latent
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(22, 18), nn.Sigmoid())
        self.decoder = nn.Linear(18, 22)

    def forward(self, x):
        return self.decoder(self.encoder(x))
