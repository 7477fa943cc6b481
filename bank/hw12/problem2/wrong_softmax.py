"""A softmax over the hidden units in the place of sigmoids. Fails: autoencoder_has_the_activation_that_is_asked_for.

Says: build the encoder of nn.Linear and a layer of the activation
"""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layers = {"sigmoid": lambda: nn.Softmax(dim=1), "ReLU": nn.ReLU, "linear": nn.Identity}
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), layers[activation]())
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(self.encoder(x))
