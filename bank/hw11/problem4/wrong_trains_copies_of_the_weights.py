"""Trains copies of the weights and never puts them into the model. Fails:
train_autoencoder_learns_in_place.

Says: another model was trained, such as a copy
"""


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    weights = {n: w.detach().clone().requires_grad_() for n, w in model.named_parameters()}
    optimizer = torch.optim.Adam(weights.values(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        xhat = torch.func.functional_call(model, weights, (x,))
        loss = ((xhat - x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
