"""Averages absolute differences. Fails: train_autoencoder_learns_in_place.

Says: a mean of absolute differences: square them
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = nn.L1Loss()(model(x), x)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
