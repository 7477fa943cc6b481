"""The sigmoid is in the encoder and in forward. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: applied once more in forward
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        return self.decoder(torch.sigmoid(self.encoder(x)))
