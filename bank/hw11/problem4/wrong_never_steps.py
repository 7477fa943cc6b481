"""Computes gradients and never lets the optimiser use them. Fails:
train_autoencoder_learns_in_place.

Says: backward() or step() is missing
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        model.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
    return losses
