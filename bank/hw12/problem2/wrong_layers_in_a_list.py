"""The layers of the encoder stand in a plain list. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: in a plain list are not seen
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layers = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}
        self.encoder = [nn.Linear(n_features, n_latent), layers[activation]()]
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        for layer in self.encoder:
            x = layer(x)
        return self.decoder(x)
