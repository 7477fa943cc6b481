"""Leaves one loss per event and goes backward through all of them. Fails:
train_autoencoder_learns_in_place.

Says: grad can be implicitly created only for scalar outputs
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean(dim=1)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
