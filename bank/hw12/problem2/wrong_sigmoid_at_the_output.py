"""Another sigmoid at the end. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: the output passes a sigmoid
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_features), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))
