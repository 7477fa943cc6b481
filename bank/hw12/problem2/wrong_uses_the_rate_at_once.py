"""Uses the new rate in the same step. Fails: train_follows_adam_and_the_schedule.

Says: is used at once
"""


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [], []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = ((model.decoder(z) - x) ** 2).mean() + lam * z.abs().mean()
        if schedule is not None:
            optimizer.param_groups[0]["lr"] = schedule(loss.item())
        losses.append(loss.item())
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses, rates
