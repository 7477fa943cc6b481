"""Bins found by search, axes by hand, kernels as one large matrix, masks and ranks. Fails: nothing."""


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
def train_autoencoder(model, x, kernel, n_epochs, batch=50, lr=3e-3):
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
def smear(images, sigma):
    n = images.shape[1]
    place = np.array([(i, j) for i in range(n) for j in range(n)], dtype=float)
    distance = np.linalg.norm(place[:, None] - place[None], axis=2)
    kernel = np.exp(-((distance / sigma) ** 2) / 2)
    kernel /= kernel.sum(axis=1)[:, None]
    return (images.reshape(len(images), -1) @ kernel).reshape(images.shape)


# %%
def langevin(energy, x, n_steps, eta, noise, rng):
    walkers, kind = x.detach().double().clone(), x.dtype
    for _ in range(n_steps):
        place = walkers.clone().to(kind).requires_grad_()
        slope = torch.autograd.grad(energy(place).mean() * len(place), place)[0]
        walkers = walkers - eta * slope.double() + torch.from_numpy(rng.normal(0, noise, x.shape))
    return walkers.to(kind)


# %%
def contamination_curve(fit, normal, anomalous, test, fractions, n_starts, rng):
    def train(f, start):
        chosen = np.zeros(len(normal), dtype=bool)
        chosen[: round(f * len(normal))] = True
        sample = np.concatenate([anomalous[: chosen.sum()], normal[: (~chosen).sum()]])
        score = fit(sample[np.argsort(rng.random(len(sample)))], start)
        low, high = (np.asarray(score(jets)) for jets in test)
        return np.mean((high[:, None] > low) + 0.5 * (high[:, None] == low))

    return np.array([[train(f, start) for start in range(n_starts)] for f in fractions])


# %%
def normalised_training(
    model, x, n_updates, n_steps, rng, margin=1.0, eta=0.1, noise=0.1, batch=128, lr=3e-3
):
    weights = list(model.parameters())
    optimizer, losses = torch.optim.Adam(weights, lr=lr), []

    def energy(jets):
        return torch.linalg.vector_norm(jets - model(jets), dim=1) ** 2 / jets.shape[1]

    while len(losses) < n_updates:
        rows, places = (x[rng.integers(0, x.shape[0], batch)] for _ in range(2))
        places = langevin(energy, places, n_steps, eta, noise, rng)
        both = energy(torch.cat([rows, places]))
        lack = torch.maximum(margin - both[batch:], torch.zeros(batch, dtype=x.dtype))
        loss = (both[:batch] + lack).mean()
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
            weight.grad = gradient
        optimizer.step()
        losses.append(loss.item())
    return losses
