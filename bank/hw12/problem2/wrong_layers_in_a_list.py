"""The layers of the encoder stand in a plain list. Fails: sigmoid_autoencoder_is_sigmoid_then_linear.

Says: layers in a list are not seen
"""


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = [nn.Linear(n_features, n_latent), nn.Sigmoid()]
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        for layer in self.encoder:
            x = layer(x)
        return self.decoder(x)
