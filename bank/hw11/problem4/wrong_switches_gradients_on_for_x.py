"""Lets the batch that it was given require gradients. Fails: train_autoencoder_learns_in_place.

Says: requires gradients after the call
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    x.requires_grad_()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
