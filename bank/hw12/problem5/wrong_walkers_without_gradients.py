"""Computes the energy of the walkers without gradients. Fails: normalised_training_raises_the_energy_of_walkers.

Says: the energy of the walkers is computed without gradients
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
        walkers = walk(energy, walkers, n_steps, eta, noise, rng)
        with torch.no_grad():
            other = energy(walkers)
        loss = energy(rows).mean() + torch.relu(margin - other).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
