"""Appends once, after the loop. Fails: train_autoencoder_learns_in_place.

Says: the loss of one step alone is in the list
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    opt = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        opt.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        opt.step()
    losses.append(loss.item())
    return losses
