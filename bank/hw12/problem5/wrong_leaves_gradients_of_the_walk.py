"""Walks with backward() and clears the gradients before the walk. Fails: normalised_training_raises_the_energy_of_walkers.

Says: gradients of the walk are left in the weights
"""


# %%
def walk(energy, x, n_steps, eta, noise, rng):
    x = x.detach()
    for _ in range(n_steps):
        place = x.clone().requires_grad_()
        energy(place).sum().backward()
        xi = torch.as_tensor(rng.standard_normal(x.shape), dtype=x.dtype)
        x = x - eta * place.grad + noise * xi
    return x


# %%
def normalised_training(
    model, x, n_updates, n_steps, rng, margin=1.0, eta=0.1, noise=0.1, batch=128, lr=3e-3
):
    def energy(jets):
        return ((model(jets) - jets) ** 2).mean(dim=1)

    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_updates):
        rows = x[rng.integers(len(x), size=batch)]
        walkers = x[rng.integers(len(x), size=batch)]
        optimizer.zero_grad()
        walkers = walk(energy, walkers, n_steps, eta, noise, rng)
        loss = energy(rows).mean() + torch.relu(margin - energy(walkers)).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
