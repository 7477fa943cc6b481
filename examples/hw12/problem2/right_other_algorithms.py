"""A covariance for the split, a training object, ranks, sums from the end. Fails: nothing."""


# %%
def split_then_scale(background, signal, order):
    first = len(order) * 4 // 5
    samples = [background.take(part, axis=0) for part in np.split(np.asarray(order), [first])]
    train = samples[0]
    mean = train.sum(axis=0) / len(train)
    variance = ((train - mean) ** 2).sum(axis=0) / len(train)
    scale = 1 / np.sqrt(np.where(np.ptp(train, axis=0) == 0, 1, variance))
    return tuple((part - mean) * scale for part in (*samples, signal))


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        encoder = [nn.Linear(n_features, n_latent)]
        if activation != "linear":
            encoder += [nn.Sigmoid() if activation == "sigmoid" else nn.ReLU()]
        self.encoder = nn.Sequential(*encoder)
        self.decoder = nn.Linear(n_latent, n_features)

    def forward(self, x):
        z = self.encoder(x)
        return z @ self.decoder.weight.T + self.decoder.bias


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        self.bad_steps += 1
        if loss < (1 - self.threshold) * self.best:
            self.best = loss
            self.bad_steps = 0
        while self.bad_steps > self.patience:
            self.lr = np.maximum(self.lr * self.factor, self.min_lr)
            self.bad_steps = 0
        return self.lr


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam([{"params": [p]} for p in parameters], lr=lr)
    record = []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = (model.decoder(z) - x).pow(2).mean() + lam * z.abs().mean()
        for p, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.grad = gradient
        optimizer.step()
        record.append((loss.item(), lr))
        lr = lr if schedule is None else schedule(record[-1][0])
        for group in optimizer.param_groups:
            group["lr"] = lr
    losses, rates = zip(*record)
    return list(losses), list(rates)


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    found = np.full((len(levels), 2), np.nan)
    waiting = set(range(len(levels)))
    for step in range(n_steps):
        loss = nn.functional.mse_loss(model(x), x)
        reached = {i for i in waiting if loss.item() < levels[i]}
        if reached:
            found[sorted(reached)] = [step, measure(model)]
        waiting -= reached
        if not waiting:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return found[:, 0], found[:, 1]


# %%
def auc_by_axes(train, background, signal):
    def share(b, s):
        order = np.sort(b)
        below = np.searchsorted(order, s, side="left")
        below = below + np.searchsorted(order, s, side="right")
        return below.mean() / (2 * len(b))

    mean = train.mean(axis=0)
    _, spreads, axes = np.linalg.svd(train - mean, full_matrices=False)
    left = np.cumsum(spreads[::-1] ** 2)[::-1] / train.size
    squares = [((part - mean) @ axes.T)[:, ::-1] ** 2 for part in (background, signal)]
    sums = [part.cumsum(axis=1)[:, ::-1].T for part in squares]
    return left, np.array([share(b, s) for b, s in zip(*sums)])
