"""Forgets the step. Fails: train_autoencoder_takes_batches_in_order.

Says: nothing moves
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=100, lr=2e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            loss = (((model(rows) - rows) @ kernel) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            losses.append(loss.item())
    return losses
