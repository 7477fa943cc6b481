"""Ranks and trapezoids, a shuffled copy, Adam through a training object. Fails: nothing."""


# %%
def split_then_scale(background, signal, rng):
    background = background.copy()
    rng.shuffle(background)
    test, train = np.array_split(background, [len(background) // 5])
    mean = train.sum(axis=0) / len(train)
    variance = ((train - mean) ** 2).sum(axis=0) / len(train)
    constant = np.ptp(train, axis=0) == 0
    scale = np.diag(1 / np.sqrt(np.where(constant, 1, variance)))
    return (train - mean) @ scale, (test - mean) @ scale, (signal - mean) @ scale


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        layers = nn.ModuleDict()
        layers["encoder"] = nn.Sequential(nn.Linear(n_features, n_latent), nn.Sigmoid())
        layers["decoder"] = nn.Linear(n_latent, n_features)
        for name, layer in layers.items():
            self.add_module(name, layer)

    def forward(self, x):
        z = 0.5 + 0.5 * torch.tanh(0.5 * self.encoder[0](x))
        return z @ self.decoder.weight.T + self.decoder.bias


# %%
def l1_loss(xhat, x, z, lam):
    off = (xhat - x).flatten()
    return off @ off / len(off) + (lam * z).abs().sum() / z.numel()


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        threshold_reached = loss >= (1 - self.threshold) * self.best
        self.bad_steps += 1
        if not threshold_reached:
            self.best = loss
            self.bad_steps = 0
        while self.bad_steps > self.patience:
            self.lr = np.maximum(self.lr * self.factor, self.min_lr)
            self.bad_steps = 0
        return self.lr


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    parameters = list(model.parameters())
    x = x.detach().clone().to(parameters[0].device)
    optimizer = torch.optim.Adam([{"params": [p]} for p in parameters], lr=lr)
    record = []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = (model.decoder(z) - x).pow(2).mean() + lam * z.abs().mean()
        for p, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.grad = gradient
        optimizer.step()
        record.append((loss.item(), lr))
        lr = lr if scheduler is None else scheduler.step(record[-1][0])
        for group in optimizer.param_groups:
            group["lr"] = lr
    losses, rates = zip(*record)
    return list(losses), list(rates)


# %%
def roc_curve(y, scores):
    order = np.argsort(scores)[::-1]
    labels, ordered = y[order], scores[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), len(y) - 1)
    tp, fp = np.cumsum(labels), np.cumsum(1 - labels)
    return np.r_[0, fp[last] / fp[-1]], np.r_[0, tp[last] / tp[-1]]


# %%
def auc(y, scores):
    fpr, tpr = roc_curve(y, scores)
    fpr, tpr = np.asarray(fpr), np.asarray(tpr)
    return np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2
