"""Stops as soon as the loss no longer falls. Fails: train_autoencoder_learns_in_place.

Says: whatever the loss does
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
        losses.append(loss.item())
        if len(losses) > 1 and losses[-2] - losses[-1] < 1e-8:
            break
    return losses
