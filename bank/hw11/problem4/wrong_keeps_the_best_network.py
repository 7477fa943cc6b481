"""Keeps the best network it has seen after any update and puts it back at the end. Fails:
train_autoencoder_learns_in_place.

Says: though earlier ones were better
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    mse = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, best_loss = [], float("inf")
    for _ in range(n_steps):
        optimizer.zero_grad()
        mse(model(x), x).backward()
        optimizer.step()
        losses.append(mse(model(x), x).item())
        if losses[-1] < best_loss:
            best_loss = losses[-1]
            best = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return losses
