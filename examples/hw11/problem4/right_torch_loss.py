"""torch's own loss, the loss noted after the update. Fails: nothing."""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        z = self.encoder(x)
        print("latent", z.shape)
        return self.decoder(z)


# %%
def reconstruction_error(x, xhat):
    return nn.functional.mse_loss(xhat, x, reduction="none").mean(-1)


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    x = x.to(next(model.parameters()).device)
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr)
    losses = []
    for step in range(n_steps):
        loss = criterion(model(x), x)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(criterion(model(x), x).item())
    return losses
