"""Standardises the events once more before training. Fails: train_autoencoder_learns_in_place.

Says: x is centred or scaled before training
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    x = (x - x.mean(dim=0)) / x.std(dim=0)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
