"""The encoder holds a matrix of its own, the other way round than that of nn.Linear. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: use one nn.Linear in each part
"""


# %%
class Sigmoids(nn.Module):
    def __init__(self, n_features, n_latent):
        super().__init__()
        self.W = nn.Parameter(torch.randn(n_features, n_latent))
        self.b = nn.Parameter(torch.zeros(n_latent))

    def forward(self, x):
        return torch.sigmoid(x @ self.W + self.b)


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = Sigmoids(n_features, n_latent)
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(self.encoder(x))
