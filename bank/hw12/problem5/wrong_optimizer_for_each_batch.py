"""Makes a new optimiser for each batch. Fails: train_autoencoder_takes_batches_in_order.

Says: made anew in each step
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            optimizer = torch.optim.Adam(model.parameters(), lr=lr)
            loss = image_error(model(rows), rows, kernel).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
