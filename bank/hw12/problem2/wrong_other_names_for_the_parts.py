"""The parts have other names. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: two parts named encoder and decoder
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        self.dec = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.dec(self.enc(x))
