"""Returns numbers of numpy for the losses. Fails: train_linear_autoencoder_descends_batch_by_batch.

Says: float(…) of a number of numpy
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
            loss = ((batch - batch @ E.T @ D.T) ** 2).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += len(batch) * loss.item()
        losses.append(np.float32(total / len(order)))
    return E.detach().numpy(), D.detach().numpy(), losses
