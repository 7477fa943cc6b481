"""Takes a step for each batch of 128 events, and notes the average of an epoch. Fails:
train_autoencoder_learns_in_place.

Says: over all of the x that is given
"""

# %%
from torch.utils.data import DataLoader


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    losses = []
    for epoch in range(n_steps):
        total = 0.0
        for batch in DataLoader(x, batch_size=128):
            optimizer.zero_grad()
            loss = criterion(model(batch), batch)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(x))
    return losses
