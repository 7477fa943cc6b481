"""A data loader with one shuffled batch, the loss noted after the update, distances for the
errors. Fails: nothing.
"""


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        whole = nn.Sequential(*self.encoder, *self.decoder)
        return whole(x)


# %%
def reconstruction_error(x, xhat):
    distances = torch.linalg.vector_norm(x - xhat, dim=1)
    return distances**2 / x.shape[1]


# %%
from torch.utils.data import DataLoader, TensorDataset


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    device = next(model.parameters()).device
    loader = DataLoader(TensorDataset(x), batch_size=len(x), shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    mse = nn.MSELoss()
    losses = []
    for epoch in range(n_steps):
        for (batch,) in loader:
            batch = batch.to(device)
            optimizer.zero_grad()
            mse(model(batch), batch).backward()
            optimizer.step()
            with torch.inference_mode():
                losses.append(mse(model(batch), batch).item())
        if epoch % 100 == 0:
            print(f"epoch {epoch}: loss {losses[-1]:.3f}")
    return losses
