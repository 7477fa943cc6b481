"""Takes one step per event. Fails: train_autoencoder_learns_in_place.

Says: x is one batch
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        for event in x:
            optimizer.zero_grad()
            loss = ((model(event) - event) ** 2).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
