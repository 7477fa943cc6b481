"""Double precision as the default, arrays for the errors, gradients by torch.autograd. Fails:
nothing.
"""

# %%
torch.set_default_dtype(torch.float64)


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        assert x.ndim == 2, "expected rows of events"
        xhat = self.decoder.forward(self.encoder.forward(x))
        return xhat


# %%
def reconstruction_error(x, xhat):
    a, b = np.asarray(x.tolist()), np.asarray(xhat.tolist())
    return np.average(np.square(a - b), axis=1)


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    weights = [p for p in model.parameters() if p.requires_grad]
    x = x.to(weights[0])
    adam = torch.optim.Adam(weights, lr=lr)
    losses = []
    for _ in range(n_steps):
        loss = (model(x) - x).pow(2).mean()
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
            weight.grad = gradient
        adam.step()
        losses.append(loss.item())
    return losses
