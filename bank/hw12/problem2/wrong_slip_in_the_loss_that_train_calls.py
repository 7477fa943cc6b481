"""Sums the squares in l1_loss, and train calls it: the slip costs once. Fails: l1_loss_adds_mean_absolute_activation.

Says: the squares are summed: average them
"""


# %%
def l1_loss(xhat, x, z, lam):
    total = ((xhat - x) ** 2).sum() + lam * z.abs().mean()
    return total


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    x = x.to(next(model.parameters()).device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [], []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = l1_loss(model.decoder(z), x, z, lam)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        rates.append(lr)
        if scheduler is not None:
            lr = scheduler.step(loss.item())
            for group in optimizer.param_groups:
                group["lr"] = lr
    return losses, rates
