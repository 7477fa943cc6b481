"""Averages the averages of the minibatches. Fails:
train_linear_autoencoder_descends_batch_by_batch.

Says: the averages of the minibatches are averaged
"""


# %%
def train_linear_autoencoder(X, E, D, orders, batch_size, lr):
    x = torch.tensor(X)
    E = torch.tensor(E, requires_grad=True)
    D = torch.tensor(D, requires_grad=True)
    optimizer = torch.optim.SGD([E, D], lr=lr)
    losses = []
    for order in orders:
        found = []
        for start in range(0, len(order), batch_size):
            batch = x[order[start : start + batch_size]]
            loss = ((batch - batch @ E.T @ D.T) ** 2).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            found.append(loss.item())
        losses.append(sum(found) / len(found))
    return E.detach().numpy(), D.detach().numpy(), losses
