"""Loops over jets, constituents and pixels. Fails: nothing."""

# %%
import math


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    images = np.zeros((len(energy), n, n))
    size = 2 * half_width / n
    for k in range(len(energy)):
        for e, u, v in zip(energy[k], x[k], y[k]):
            i, j = math.floor((v + half_width) / size), math.floor((u + half_width) / size)
            if 0 <= i < n and 0 <= j < n:
                images[k, i, j] += e
        images[k] /= sum(energy[k])
    return images


# %%
def preprocess(energy, x, y):
    new_x, new_y = np.zeros_like(x), np.zeros_like(y)
    for k in range(len(energy)):
        e = energy[k]
        u, v = x[k] - np.average(x[k], weights=e), y[k] - np.average(y[k], weights=e)
        _, axes = np.linalg.eigh(np.cov(np.array([u, v]), aweights=e))
        u, v = axes[:, 1] @ [u, v], axes[:, 0] @ [u, v]
        if e[u > 0].sum() < e[u < 0].sum():
            u = -u
        if e[v > 0].sum() < e[v < 0].sum():
            v = -v
        new_x[k], new_y[k] = u, v
    return new_x, new_y


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
    opt = torch.optim.Adam(model.parameters(), lr)
    losses = []
    for epoch in range(n_epochs):
        for start in range(0, len(x), batch):
            opt.zero_grad()
            rows = x[start : start + batch]
            loss = torch.mean(torch.square(torch.matmul(model(rows) - rows, kernel)))
            losses += [float(loss)]
            loss.backward()
            opt.step()
    return losses


# %%
def smear(images, sigma):
    n = images.shape[1]
    result = np.zeros(images.shape)
    i, j = np.indices((n, n))
    for row in range(n):
        for column in range(n):
            share = np.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * sigma**2))
            result += images[:, row, column][:, None, None] * share / share.sum()
    return result


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    x = x.clone()
    for _ in range(n_steps):
        x.requires_grad_(True)
        total = 0
        for e in energy(x):
            total = total + e
        gradient = torch.autograd.grad(total, x)[0]
        step = [rng.normal() for _ in range(x.numel())]
        x = (x - eta * gradient).detach() + noise * torch.tensor(step).to(x).reshape(x.shape)
    return x


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    table = []
    for f in fractions:
        line, k = [], round(f * len(normal))
        for start in range(n_starts):
            jets = [*normal[: len(normal) - k], *anomalous[:k]]
            order = rng.permutation(len(jets))
            score = fit(np.array([jets[i] for i in order]), start)
            wins = 0
            for high in score(test[1]):
                for low in score(test[0]):
                    wins += 1 if high > low else 0.5 if high == low else 0
            line.append(wins / len(test[0]) / len(test[1]))
        table.append(line)
    return np.array(table)


# %%
def normalised_training(
    model, x, n_updates, n_steps, rng, margin=1.0, eta=0.1, noise=0.1, batch=128, lr=3e-3
):
    optimizer = torch.optim.Adam(model.parameters(), lr)
    losses = []
    for _ in range(n_updates):
        rows = torch.stack([x[i] for i in rng.integers(len(x), size=batch)])
        walkers = torch.stack([x[i] for i in rng.integers(len(x), size=batch)])
        for _ in range(n_steps):
            walkers = walkers.detach().requires_grad_()
            ((model(walkers) - walkers) ** 2).mean(1).sum().backward()
            xi = torch.as_tensor(rng.standard_normal(walkers.shape), dtype=x.dtype)
            walkers = walkers.detach() - eta * walkers.grad + noise * xi
        loss = 0
        for one in ((model(rows) - rows) ** 2).mean(1):
            loss = loss + one / batch
        for one in ((model(walkers) - walkers) ** 2).mean(1):
            if one < margin:
                loss = loss + (margin - one) / batch
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
