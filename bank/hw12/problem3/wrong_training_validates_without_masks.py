"""Averages all numbers of the validation events. Fails: train_vae_learns_in_batches_behind_a_gate.

Says: masks are missing in the validation error
"""


# %%
def train_vae(
    train, valid, rng, n_latent=4, hidden=(32, 16), start=None, epochs=10, size=512, lr=4e-3, **ramp
):
    x, counts = train
    model = VAE(x.shape[1], n_latent, hidden)
    if start is not None:
        model.load_state_dict(start)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    error, history = np.inf, []
    for epoch in range(epochs):
        weight = kl_weight(epoch, error, **ramp)
        sums = np.zeros(2)
        for rows in torch.as_tensor(rng.permutation(len(x))).split(size):
            noise = rng.standard_normal((len(rows), n_latent))
            xhat, mu, logvar = model(x[rows], torch.as_tensor(noise).to(x))
            errors = masked_mse(xhat, x[rows], counts[rows])
            divergences = kl_divergence(mu, logvar)
            optimizer.zero_grad()
            (errors.mean() + weight * divergences.mean()).backward()
            optimizer.step()
            sums += [errors.sum().item(), divergences.sum().item()]
        error, divergence = sums / len(x)
        with torch.no_grad():
            other = ((model(valid[0])[0] - valid[0]) ** 2).mean().item()
        history.append((error, divergence, weight, other))
    return model, np.array(history)
