"""Puts the best weights back at the end, taken before their step. Fails:
train_autoencoder_learns_in_place.

Says: set nothing back
"""

# %%
import copy


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, best = [], None
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = ((model(x) - x) ** 2).mean()
        if not losses or loss.item() < min(losses):
            best = copy.deepcopy(model.state_dict())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.load_state_dict(best)
    return losses
