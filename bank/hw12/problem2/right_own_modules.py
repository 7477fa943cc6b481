"""Modules of its own in the place of those of torch, one with a buffer. Fails: nothing."""


# %%
class Encoder(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.register_buffer("one", torch.ones(()))
        self.lin = nn.Linear(a, b)

    def forward(self, x):
        return self.one / (1 + torch.exp(-self.lin(x)))


class Decoder(nn.Linear):
    pass


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder, self.decoder = Encoder(n_features, n_latent), Decoder(n_latent, n_features)

    def forward(self, x):
        return self.decoder(self.encoder(x))


# %%
def l1_loss(xhat, x, z, lam):
    total = 0
    for a, b in zip(xhat, x):
        for p, q in zip(a, b):
            total = total + (p - q) * (p - q) / xhat.numel()
    for row in z:
        for value in row:
            total = total + lam * torch.where(value > 0, value, -value) / z.numel()
    return total
