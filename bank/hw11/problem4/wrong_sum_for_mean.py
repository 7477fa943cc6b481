"""Sums the squared errors. Fails: train_autoencoder_learns_in_place.

Says: the loss is a sum over all elements
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
