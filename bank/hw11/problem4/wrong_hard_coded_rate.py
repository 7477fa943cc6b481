"""Writes the usual rate into the call. Fails: train_autoencoder_learns_in_place.

Says: lr is not used
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    opt = torch.optim.Adam(model.parameters(), lr=1e-2)
    mse = torch.nn.MSELoss()
    losses = [0.0] * n_steps
    for i in range(n_steps):
        opt.zero_grad()
        loss = mse(model(x), x)
        loss.backward()
        opt.step()
        losses[i] = loss.item()
    return losses
