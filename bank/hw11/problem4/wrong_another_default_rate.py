"""Takes Adam's own rate where the caller does not say. Fails: train_autoencoder_learns_in_place.

Says: lr is not used, or its default is another than 0.01
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
