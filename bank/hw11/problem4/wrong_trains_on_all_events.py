"""Ignores x and trains on the events of the notebook, anomalies included. Fails:
train_autoencoder_learns_in_place.

Says: over all of the x that is given
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    x = torch.tensor(checkpoint["Z"], dtype=torch.float32)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
