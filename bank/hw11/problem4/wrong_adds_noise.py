"""Rebuilds the events from blurred ones, as a denoising autoencoder does. Fails:
train_autoencoder_learns_in_place.

Says: over all of the x that is given, nothing added
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x + 0.3 * torch.randn_like(x)) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
