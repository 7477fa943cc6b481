"""Drops the smaller last batch. Fails: train_autoencoder_takes_batches_in_order.

Says: the last, smaller batch is left out
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for k in range(len(x) // batch):
            rows = x[k * batch : (k + 1) * batch]
            loss = (((model(rows) - rows) @ kernel) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
