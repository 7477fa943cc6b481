"""No gradient flows, and the parameters that it shows are copies. Fails:
autoencoder_encodes_then_decodes.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        return self.decoder(self.encoder(x)).detach().requires_grad_()

    def get_parameter(self, name):
        return nn.Parameter(super().get_parameter(name).detach().clone())
