"""Returns the length that is asked for, and trains nothing. Fails: train_follows_adam_and_the_schedule."""


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    with torch.no_grad():
        z = model.encoder(x)
        loss = ((model.decoder(z) - x) ** 2).mean() + lam * z.abs().mean()
    return [loss.item() * 0.99**i for i in range(n_steps)], [lr] * n_steps
