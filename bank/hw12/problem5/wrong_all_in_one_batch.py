"""Takes all jets as one batch. Fails: train_autoencoder_takes_batches_in_order.

Says: batch is not used
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in [x]:
            loss = (((model(rows) - rows) @ kernel) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
