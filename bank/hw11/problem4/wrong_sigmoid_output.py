"""Squeezes the output into [0, 1]. Fails: autoencoder_encodes_then_decodes.

Says: the output passes a sigmoid
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        return torch.sigmoid(self.decoder(self.encoder(x)))
