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
def kernel_mse(xhat, x, kernel):
    errors = []
    for a, b in zip(xhat, x):
        blurred = sum((a[i] - b[i]) * kernel[i] for i in range(len(a)))
        errors.append(torch.mean(blurred**2))
    return torch.stack(errors)


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=100, lr=2e-3):
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
def inverse_test(a, b):
    def chance(low, high):
        wins = 0
        for h in high:
            for w in low:
                wins += 1 if h > w else 0.5 if h == w else 0
        return wins / (len(low) * len(high))

    return chance(*a), chance(b[1], b[0])


# %%
def remap(images, power):
    result = images.copy()
    for k, i, j in np.ndindex(images.shape):
        result[k, i, j] = images[k, i, j] ** power
    return result


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
def worst_case_auc(forward, inverse):
    low = [min(f, i) for f, i in zip(forward, inverse)]
    mean = sum(low) / len(low)
    return mean, (sum((w - mean) ** 2 for w in low) / (len(low) - 1)) ** 0.5


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
        x = (x - eta * gradient).detach() + noise * torch.tensor(step).reshape(x.shape)
    return x


# %%
def normalised_loss(e_pos, e_neg, margin):
    loss = sum(e_pos) / len(e_pos)
    for e in e_neg:
        if e < margin:
            loss = loss + (margin - e) / len(e_neg)
    return loss
