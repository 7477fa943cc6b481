"""The results stand in the order in which the levels are reached. Fails: train_until_measures_at_the_first_fall.

Says: in which levels are reached
"""


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    left, steps, values = sorted(levels, reverse=True), [], []
    for step in range(n_steps):
        loss = ((model(x) - x) ** 2).mean()
        while left and loss.item() < left[0]:
            left.pop(0)
            steps.append(step)
            values.append(measure(model))
        if not left:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    rest = [np.nan] * len(left)
    return np.array(steps + rest), np.array(values + rest)
