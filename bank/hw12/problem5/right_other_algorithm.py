"""Bins found by search, axes by hand, kernels as one large matrix, hinge as a maximum. Fails: nothing."""


# %%
def jet_image(energy, x, y, n, half_width=0.8):
    edges = np.linspace(-half_width, half_width, n + 1)
    row, column = np.digitize(y, edges), np.digitize(x, edges)
    jet = np.arange(len(energy))[:, None] + 0 * row
    place = np.ravel_multi_index((jet, row, column), (len(energy), n + 2, n + 2))
    size = len(energy) * (n + 2) ** 2
    sums = np.bincount(place.ravel(), weights=energy.ravel(), minlength=size)
    return sums.reshape(-1, n + 2, n + 2)[:, 1:-1, 1:-1] / energy.sum(axis=1)[:, None, None]


# %%
def preprocess(energy, x, y):
    def mean(values):
        return np.einsum("am,am->a", energy, values)[:, None] / energy.sum(axis=1)[:, None]

    u, v = x - mean(x), y - mean(y)
    best, widest = 0.0, -np.inf
    # The largest moment as a function of the angle, refined around the maximum.
    centre, width = np.zeros((len(energy), 1)), np.pi / 2
    for _ in range(25):
        for shift in np.linspace(-1, 1, 21):
            angle = centre + shift * width
            moment = mean((np.cos(angle) * u + np.sin(angle) * v) ** 2)
            best = np.where(moment > widest, angle, best)
            widest = np.maximum(moment, widest)
        centre, width = best, width / 5
    # The maximum is flat: one exact step of Newton's method from there.
    p, q = np.cos(best) * u + np.sin(best) * v, np.cos(best) * v - np.sin(best) * u
    best = best + mean(p * q) / (mean(p * p) - mean(q * q))
    p, q = np.cos(best) * u + np.sin(best) * v, np.cos(best) * v - np.sin(best) * u
    half = energy.sum(axis=1, keepdims=True) / 2
    p = np.where((energy * (p > 0)).sum(axis=1, keepdims=True) >= half, p, -p)
    return p, np.where((energy * (q > 0)).sum(axis=1, keepdims=True) >= half, q, -q)


# %%
def kernel_mse(xhat, x, kernel):
    return torch.linalg.vector_norm(xhat @ kernel - x @ kernel, dim=1) ** 2 / x.shape[1]


# %%
def train_autoencoder(model, x, kernel, n_epochs, batch=100, lr=2e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.MSELoss()
    losses = []
    batches = list(torch.split(x, batch))
    for rows in batches * n_epochs:
        loss = criterion(model(rows) @ kernel, rows @ kernel)
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


# %%
def inverse_test(a, b):
    def area(normal, anomalous):
        thresholds = np.unique(np.concatenate([normal, anomalous]))[::-1]
        flagged = [0.0] + [np.mean(normal >= t) for t in thresholds]
        caught = [0.0] + [np.mean(anomalous >= t) for t in thresholds]
        return sum(
            (flagged[i + 1] - flagged[i]) * (caught[i + 1] + caught[i]) / 2
            for i in range(len(thresholds))
        )

    (qcd, top), (other_qcd, other_top) = a, b
    return area(np.array(qcd), np.array(top)), area(np.array(other_top), np.array(other_qcd))


# %%
def remap(images, power):
    lit = images > 0
    result = np.zeros(images.shape)
    result[lit] = np.exp(np.log(images[lit]) * power)
    return result


# %%
def smear(images, sigma):
    n = images.shape[1]
    place = np.array([(i, j) for i in range(n) for j in range(n)], dtype=float)
    distance = np.linalg.norm(place[:, None] - place[None], axis=2)
    kernel = np.exp(-((distance / sigma) ** 2) / 2)
    kernel /= kernel.sum(axis=1)[:, None]
    return (images.reshape(len(images), -1) @ kernel).reshape(images.shape)


# %%
def worst_case_auc(forward, inverse):
    worst = np.where(forward < inverse, forward, inverse)
    return np.array([np.mean(worst), np.sqrt(np.cov(worst))])


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    walkers = x.detach().double().clone()
    kind = x.dtype
    for _ in range(n_steps):
        place = walkers.to(kind).requires_grad_()
        slope = torch.autograd.grad(energy(place).mean() * len(place), place)[0]
        walkers = walkers - eta * slope.double() + torch.from_numpy(rng.normal(0, noise, x.shape))
    return walkers.to(kind)


# %%
def normalised_loss(e_pos, e_neg, margin):
    lack = torch.maximum(margin - e_neg, torch.zeros_like(e_neg))
    return e_pos.mean() + lack.mean()
