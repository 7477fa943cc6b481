"""The sizes 22 and 18 are written into the layers. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: use n_features and n_latent
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layers = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}
        self.encoder = nn.Sequential(nn.Linear(22, 18), layers[activation]())
        self.decoder = nn.Linear(18, 22)

    def forward(self, x):
        return self.decoder(self.encoder(x))
