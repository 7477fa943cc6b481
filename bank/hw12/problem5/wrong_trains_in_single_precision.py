"""Turns images into float32. Fails: train_autoencoder_takes_batches_in_order.

Says: float64 meets float32: give both the same dtype, for
"""


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for rows in x.split(batch):
            rows = rows.float()
            loss = image_error(model(rows), rows, kernel.float()).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
