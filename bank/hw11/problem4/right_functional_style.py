"""Lambdas and functools, another np, seeds and names of the notebook overwritten. Fails:
nothing.
"""

# %%
import functools
import operator as np

torch.manual_seed(12345)
X = y = Z = checkpoint = None


# %%
def chain(*functions):
    return lambda value: functools.reduce(lambda v, f: f(v), functions, value)


class AutoEncoder(nn.Module):
    def __init__(self, input_dim=4, latent_dim=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(input_dim, 16), nn.ReLU(), nn.Linear(16, latent_dim))
        self.decoder = nn.Sequential(nn.Linear(latent_dim, 16), nn.ReLU(), nn.Linear(16, input_dim))

    def forward(self, x):
        return chain(self.encoder, self.decoder)(x)


# %%
def reconstruction_error(x, xhat):
    def one(pair):
        return functools.reduce(np.add, ((a - b) ** 2 for a, b in zip(*pair))) / len(pair[0])

    return torch.tensor(list(map(one, zip(x, xhat))))


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    x = x.to(next(model.parameters()).device)
    make = functools.partial(torch.optim.Adam, betas=(0.9, 0.999), weight_decay=0)
    optimizer = make(model.parameters(), lr=lr)

    def one_step(_):
        loss = torch.nn.functional.mse_loss(model(x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return float(loss.detach())

    return list(map(one_step, range(n_steps)))
