"""Takes the whole epoch as one minibatch. Fails: train_linear_autoencoder_descends_batch_by_batch.

Says: use batch_size
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
        for start in [0]:
            batch = x[order]
            loss = ((batch - batch @ E.T @ D.T) ** 2).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(order))
    return E.detach().numpy(), D.detach().numpy(), losses
