"""Turns the model and the images into float32. Fails: train_autoencoder_takes_batches_in_order.

Says: model.float() rounds the weights
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    model.float()
    x, kernel = x.float(), kernel.float()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            loss = image_error(model(rows), rows, kernel).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
