"""Goes through numpy, and asks for gradients of what comes back: the values are right, the flag is
set, and nothing is learned. Fails: autoencoder_encodes_then_decodes.

Says: no gradient arrives at x, encoder.0.weight
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        z = self.encoder(x).detach().numpy()
        xhat = self.decoder(torch.tensor(z)).detach().numpy()
        return torch.tensor(xhat, requires_grad=True)
