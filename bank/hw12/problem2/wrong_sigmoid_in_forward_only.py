"""The sigmoids stand in forward, not in the encoder. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: the sigmoids are missing in the encoder
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Linear(n_features, n_latent)
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(torch.sigmoid(self.encoder(x)))
