"""Right values, and gradients of something else hung onto them. Fails:
autoencoder_encodes_then_decodes.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        with torch.no_grad():
            xhat = self.decoder(self.encoder(x))
        hook = x.sum() + sum(weight.sum() for weight in self.parameters())
        return xhat + hook - hook.detach()
