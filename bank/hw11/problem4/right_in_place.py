"""Writes sums and activations into new tensors in place.
Fails: nothing.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        for part in (self.encoder, self.decoder):
            h = x @ part[0].weight.T
            h += part[0].bias
            h.relu_()
            x = h @ part[2].weight.T
            x += part[2].bias
        return x
