"""Draws 32 events for each step. Fails: train_autoencoder_learns_in_place.

Says: over all of the x that is given, nothing added
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2, batch_size=32):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        batch = x[torch.randperm(len(x))[:batch_size]]
        optimizer.zero_grad()
        loss = ((model(batch) - batch) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
