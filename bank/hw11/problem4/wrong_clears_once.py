"""Clears the gradients once, before the loop. Fails: train_autoencoder_learns_in_place.

Says: clear them with zero_grad() before backward() in every step
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    optimizer.zero_grad()
    history = []
    for i in range(n_steps):
        xhat = model(x)
        loss = criterion(xhat, x)
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
