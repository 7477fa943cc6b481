"""Never appends a loss. Fails: train_autoencoder_learns_in_place.

Says: the result is empty
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    opt = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        opt.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        loss.backward()
        opt.step()
    return losses
