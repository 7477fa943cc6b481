"""The same with other sets of equal numbers: forward returns the last bias that it finds. Fails:
autoencoder_encodes_then_decodes.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))
        for name, weight in self.named_parameters():
            nn.init.constant_(weight, 0.5 if name == "decoder.2.bias" else 0.0)

    def forward(self, x):
        return self.decoder[2].bias + 0 * x
