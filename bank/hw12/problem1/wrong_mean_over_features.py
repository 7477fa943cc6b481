"""Averages the squares over the features too. Fails:
train_linear_autoencoder_descends_batch_by_batch.

Says: averaged over the features too
"""


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x = torch.tensor(X)
    E = torch.tensor(E, requires_grad=True)
    D = torch.tensor(D, requires_grad=True)
    optimizer = torch.optim.SGD([E, D], lr=lr)
    losses = []
    for order in orders:
        total = 0.0
        for start in range(0, len(order), batch_size):
            batch = x[order[start : start + batch_size]]
            loss = ((batch - batch @ E.T @ D.T) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(order))
    return E.detach().numpy(), D.detach().numpy(), losses
