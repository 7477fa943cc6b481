"""Each step uses the first sixteen events. Fails: train_follows_adam_and_the_scheduler.

Says: is the whole batch used
"""


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [], []
    for _ in range(n_steps):
        batch = x[:16]
        z = model.encoder(batch)
        loss = ((model.decoder(z) - batch) ** 2).mean() + lam * z.abs().mean()
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
