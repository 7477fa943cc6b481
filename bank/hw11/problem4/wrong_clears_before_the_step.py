"""Clears the gradients between backward and step. Fails: train_autoencoder_learns_in_place.

Says: zero_grad() stands between them
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    adam = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.functional.mse_loss(model(x), x)
        loss.backward()
        adam.zero_grad()
        adam.step()
        losses.append(loss.item())
    return losses
