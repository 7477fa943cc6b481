"""Makes the optimiser in the loop. Fails: normalised_training_raises_the_energy_of_walkers.

Says: the optimiser is made anew in each update
"""


# %%
def normalised_training(
    model, x, n_updates, n_steps, rng, margin=1.0, eta=0.1, noise=0.1, batch=128, lr=3e-3
):
    def energy(jets):
        return ((model(jets) - jets) ** 2).mean(dim=1)

    losses = []
    for _ in range(n_updates):
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        rows = x[rng.integers(len(x), size=batch)]
        walkers = x[rng.integers(len(x), size=batch)]
        walkers = langevin(energy, walkers, n_steps, eta, noise, rng)
        loss = energy(rows).mean() + torch.relu(margin - energy(walkers)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
