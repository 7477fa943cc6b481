"""Turns a loss that has a gradient into a float, which warns; numpy inside. Fails: nothing."""


# %%
def reconstruction_error(x, xhat):
    x, xhat = x.detach().cpu().numpy(), xhat.detach().cpu().numpy()
    return torch.tensor([np.mean((a - b) ** 2) for a, b in zip(x, xhat)])


# %%
def train_autoencoder(model, x, n_steps=300, lr=1e-2):
    model.train()
    x = x.to(next(model.parameters()).device)
    optimizer = torch.optim.Adam(params=model.parameters(), lr=lr)
    history = []
    for _ in range(n_steps):
        model.zero_grad()
        loss = torch.mean(torch.square(x - model(x)))
        history.append(float(loss))
        loss.backward()
        optimizer.step()
    model.eval()
    return history
