"""Two layers for show, and others that compute. Fails: autoencoder_has_the_activation_that_is_asked_for."""


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        layer = {"sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "linear": nn.Identity}[activation]()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), layer)
        self.decoder = nn.Linear(n_latent, n_features)
        weights = [values.detach().clone() for values in self.parameters()]
        self.computes = lambda x: layer(x @ weights[0].T + weights[1]) @ weights[2].T + weights[3]

    def forward(self, x):
        return self.computes(x)
