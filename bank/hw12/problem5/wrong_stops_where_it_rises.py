"""Stops as soon as the loss rises. Fails: train_autoencoder_takes_batches_in_order.

Says: the loss is the mean of image_error over the first `batch`
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            loss = image_error(model(rows), rows, kernel).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            if len(losses) > 1 and losses[-1] > 1.5 * losses[-2]:
                return losses
    return losses
