"""forward stops after the encoder. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: send it through the decoder
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.encoder(x)
