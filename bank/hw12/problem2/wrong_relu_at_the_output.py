"""A ReLU follows the decoder. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: the decoder ends in an activation: it must be linear
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layers = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), layers[activation]())
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_features), nn.ReLU())

    def forward(self, x):
        return self.decoder(self.encoder(x))
