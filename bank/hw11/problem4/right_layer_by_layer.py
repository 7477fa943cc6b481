"""Goes through the layers one by one, loops over events and features, counts steps with while.
Fails: nothing.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        for layer in self.encoder:
            x = layer(x)
        for layer in self.decoder:
            x = layer(x)
        return x


# %%
def reconstruction_error(x, xhat):
    n, d = x.shape
    errors = torch.zeros(n, dtype=x.dtype)
    for i in range(n):
        for j in range(d):
            errors[i] += (x[i, j] - xhat[i, j]) ** 2 / d
    return errors


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    x = x.to(next(model.parameters()).device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = np.zeros(n_steps)
    step = 0
    while step < n_steps:
        optimizer.zero_grad()
        loss = 0.0
        for j in range(x.shape[1]):
            loss = loss + ((model(x)[:, j] - x[:, j]) ** 2).mean() / x.shape[1]
        loss.backward()
        optimizer.step()
        losses[step] = loss.item()
        step += 1
    return losses.tolist()
