"""The activation is applied once more in forward. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: applied twice
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        self.activation = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), self.activation[activation]())
        self.kind = activation
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(self.activation[self.kind]()(self.encoder(x)))
