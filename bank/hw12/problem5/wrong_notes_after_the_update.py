"""Notes losses after the update. Fails: train_autoencoder_takes_batches_in_order.

Says: losses are noted after the update
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            loss = (((model(rows) - rows) @ kernel) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append((((model(rows) - rows) @ kernel) ** 2).mean().item())
    return losses
