"""Takes the events in batches of 64, which makes no difference as long as there are fewer.
Fails: train_autoencoder_learns_in_place.

Says: x is one batch
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        for batch in x.split(64):
            optimizer.zero_grad()
            loss = ((model(batch) - batch) ** 2).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
