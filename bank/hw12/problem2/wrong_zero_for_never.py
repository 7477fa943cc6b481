"""Zeros where a level is never reached. Fails: train_until_measures_at_the_first_fall.

Says: gives NaN in both arrays
"""


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    steps, values = np.full((2, len(levels)), np.nan)
    found = np.zeros((2, len(levels)))
    for step in range(n_steps):
        loss = ((model(x) - x) ** 2).mean()
        new = np.isnan(steps) & (loss.item() < levels)
        if new.any():
            steps[new], values[new] = step, measure(model)
            found[:, new] = np.array([step, values[new][0]])[:, None]
        if not np.isnan(steps).any():
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return found[0], found[1]
