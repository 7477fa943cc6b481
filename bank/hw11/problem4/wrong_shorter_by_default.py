"""Takes a hundred steps where the caller does not say. Fails:
train_autoencoder_learns_in_place.

Says: training ends too early
"""


# %%
def train_autoencoder(model, x, n_steps=100, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
