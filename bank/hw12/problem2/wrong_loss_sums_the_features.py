"""Adds the squares over the features. Fails: train_until_measures_at_the_first_fall.

Says: the loss is a sum
"""


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    steps, values = np.full((2, len(levels)), np.nan)
    for step in range(n_steps):
        loss = ((model(x) - x) ** 2).sum(dim=1).mean()
        new = np.isnan(steps) & (loss.item() < levels)
        if new.any():
            steps[new], values[new] = step, measure(model)
            if not np.isnan(steps).any():
                break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return steps, values
