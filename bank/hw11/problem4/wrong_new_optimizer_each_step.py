"""Makes a new optimiser in every step, which forgets the running means. Fails:
train_autoencoder_learns_in_place.

Says: make it once, before the loop
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    losses = []
    for _ in range(n_steps):
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        optimizer.zero_grad()
        loss = torch.mean((x - model(x)) ** 2)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
