"""Makes a network of its own and ignores the given one. Fails:
train_autoencoder_learns_in_place.

Says: another model was trained
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    model = AutoEncoder()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
