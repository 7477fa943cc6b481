"""Helper functions in cells of their own, type hints, a closure for the step. Fails: nothing."""

# %%
from collections.abc import Callable

Tensor = torch.Tensor


def squared(difference: Tensor) -> Tensor:
    """Element by element."""
    return torch.pow(difference, 2)


# %%
class AutoEncoder(nn.Module):
    def __init__(self, input_dim: int = 4, latent_dim: int = 2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def encode(self, x: Tensor) -> Tensor:
        return self.encoder(x)

    def decode(self, z: Tensor) -> Tensor:
        return self.decoder(z)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))


# %%
print(AutoEncoder()(torch.ones(2, 4)).shape)


# %%
def reconstruction_error(x: Tensor, xhat: Tensor) -> Tensor:
    return squared(x - xhat).sum(-1).div(x.size(-1))


# %%
def make_closure(model: nn.Module, x: Tensor, optimizer) -> Callable:
    def closure():
        optimizer.zero_grad()
        loss = squared(model(x) - x).mean()
        loss.backward()
        return loss

    return closure


# %%
def train_autoencoder(model: nn.Module, x: Tensor, n_steps: int = 300, lr: float = 1e-2) -> list:
    place = next(iter(model.parameters())).device
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    closure = make_closure(model, x.to(place), optimizer)
    return [optimizer.step(closure).item() for _ in range(n_steps)]
