"""Never clears the gradients. Fails: train_autoencoder_takes_batches_in_order.

Says: gradients pile up
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            loss = (((model(rows) - rows) @ kernel) ** 2).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
