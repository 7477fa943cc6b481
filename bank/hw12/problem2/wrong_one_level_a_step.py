"""Goes down the levels one by one, one for each step. Fails: train_until_measures_at_the_first_fall.

Says: one update can pass several
"""


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    steps, values = np.full(len(levels), np.nan), np.full(len(levels), np.nan)
    left = sorted(range(len(levels)), key=lambda i: -levels[i])
    for step in range(n_steps):
        loss = ((model(x) - x) ** 2).mean()
        if left and loss.item() < levels[left[0]]:
            steps[left[0]], values[left[0]] = step, measure(model)
            left.pop(0)
        if not left:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return steps, values
