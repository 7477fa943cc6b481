"""Uses the numbers of the last layer instead of the layer: it never learns. Fails:
autoencoder_encodes_then_decodes.

Says: no gradient arrives at decoder.2.weight, decoder.2.bias
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        hidden = torch.relu(self.decoder[0](self.encoder(x)))
        return hidden @ self.decoder[2].weight.data.T + self.decoder[2].bias.data
