"""Notes the loss before training as well as after each step. Fails:
train_autoencoder_learns_in_place.

Says: one loss too many
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    def current():
        return ((model(x) - x) ** 2).mean()

    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = [current().item()]
    for _ in range(n_steps):
        optimizer.zero_grad()
        current().backward()
        optimizer.step()
        losses.append(current().item())
    return losses
