"""Turns the losses into whole numbers. Fails: train_autoencoder_learns_in_place.

Says: zeros stand where fractions are expected
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(int(loss))
    return losses
