"""The activation stands in forward, and the encoder ends before it. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: no activation layer
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layers = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}
        self.activation = layers[activation]()
        self.encoder = nn.Linear(n_features, n_latent)
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(self.activation(self.encoder(x)))
