"""Shows the weights that it is given, and computes with those that it was born with. Fails:
autoencoder_encodes_then_decodes.
"""

# %%
import copy


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))
        self.hidden = [copy.deepcopy(self.encoder), copy.deepcopy(self.decoder)]

    def forward(self, x):
        for part in self.hidden:
            x = part(x)
        return x
