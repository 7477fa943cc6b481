"""Stops once the loss changes by less than a ten thousandth of itself. Fails: train_autoencoder_learns_in_place.

Says: take all n_steps steps, whatever the loss does
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
        if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-4 * losses[-2]:
            break
    return losses
