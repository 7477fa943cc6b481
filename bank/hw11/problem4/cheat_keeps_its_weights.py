"""Accepts weights without taking them. Fails: autoencoder_encodes_then_decodes."""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))
        [nn.init.zeros_(weight) for weight in self.decoder[2].parameters()]

    def load_state_dict(self, state, strict=True, assign=False):
        self.told = state

    def state_dict(self, *args, **kwargs):
        return getattr(self, "told", super().state_dict(*args, **kwargs))

    def forward(self, x):
        return self.decoder(self.encoder(x))
