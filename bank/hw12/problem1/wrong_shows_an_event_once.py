"""Drops events that a row repeats. Fails: train_linear_autoencoder_descends_batch_by_batch.

Says: is shown once only
"""


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x = torch.tensor(X)
    E = torch.tensor(E, requires_grad=True)
    D = torch.tensor(D, requires_grad=True)
    optimizer = torch.optim.SGD([E, D], lr=lr)
    losses = []
    for order in orders:
        order = np.array(list(dict.fromkeys(order.tolist())))
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = x[order[start : start + batch_size]]
            errors = ((batch - batch @ E.T @ D.T) ** 2).sum(dim=1)
            optimizer.zero_grad()
            errors.mean().backward()
            optimizer.step()
            total += errors.sum().item()
        losses.append(total / len(order))
    return E.detach().numpy(), D.detach().numpy(), losses
