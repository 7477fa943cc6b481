"""Copies the weights that it is given, and computes with the copies: those that an optimiser knows
play no part. Fails:
autoencoder_encodes_then_decodes.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

        self.copy()

    def copy(self):
        self.w = [w.detach().clone().requires_grad_() for w in self.parameters()]

    def load_state_dict(self, state, **options):
        super().load_state_dict(state, **options)
        self.copy()

    def forward(self, x):
        a, b, c, d, e, f, g, h = self.w
        z = torch.relu(x @ a.T + b) @ c.T + d
        return torch.relu(z @ e.T + f) @ g.T + h
