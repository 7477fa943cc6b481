"""Calls the schedule also where there is none. Fails: train_follows_adam_and_the_schedule.

Says: ask `is not None` first
"""


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [], []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = ((model.decoder(z) - x) ** 2).mean() + lam * z.abs().mean()
        losses.append(loss.item())
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] = schedule(loss.item())
    return losses, rates
