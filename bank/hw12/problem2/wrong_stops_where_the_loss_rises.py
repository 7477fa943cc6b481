"""Stops as soon as the loss rises. Fails: train_follows_adam_and_the_schedule.

Says: take all n_steps steps
"""


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [], []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = ((model.decoder(z) - x) ** 2).mean() + lam * z.abs().mean()
        if losses and loss.item() > losses[-1]:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        rates.append(lr)
        if schedule is not None:
            lr = schedule(loss.item())
            for group in optimizer.param_groups:
                group["lr"] = lr
    return losses, rates
