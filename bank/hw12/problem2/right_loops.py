"""Python loops and lists everywhere. Fails: nothing."""


# %%
def split_then_scale(background, signal, rng):
    numbers = list(range(len(background)))
    chosen = set(rng.choice(len(background), size=len(background) * 4 // 5, replace=False).tolist())
    train = [background[i] for i in numbers if i in chosen]
    test = [background[i] for i in numbers if i not in chosen]
    columns = list(zip(*train))
    means = [float(np.mean(column)) for column in columns]
    spreads = [float(np.std(column)) or 1.0 for column in columns]

    def scale(rows):
        return [[(v - m) / s for v, m, s in zip(row, means, spreads)] for row in rows]

    return scale(train), scale(test), scale(signal)


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.encoder = nn.Sequential()
        self.encoder.append(nn.Linear(n_features, n_latent))
        self.encoder.append(nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_features))

    def forward(self, x):
        return torch.stack([self.decoder(self.encoder(event)) for event in x])


# %%
def l1_loss(xhat, x, z, lam):
    n, d = x.shape
    error = 0
    for i in range(n):
        for j in range(d):
            error = error + (xhat[i, j] - x[i, j]) ** 2
    return error / (n * d) + lam * sum(abs(value) for value in z.flatten()) / z.numel()


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        improved = loss < self.best - self.best * self.threshold if self.best < np.inf else True
        if improved:
            self.best = float(loss)
            self.bad_steps = 0
            return self.lr
        self.bad_steps = self.bad_steps + 1
        if self.bad_steps == self.patience + 1:
            self.bad_steps = 0
            self.lr = self.factor * self.lr
            if self.lr < self.min_lr:
                self.lr = self.min_lr
        return self.lr


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    device = [parameter.device for parameter in model.parameters()][0]
    x = x.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = [0.0] * n_steps
    rates = [0.0] * n_steps
    step = 0
    while step < n_steps:
        optimizer.zero_grad()
        z = model.encoder(x)
        xhat = model.decoder(z)
        loss = torch.mean((x - xhat) ** 2) + lam * torch.mean(torch.abs(z))
        loss.backward()
        rates[step] = optimizer.param_groups[0]["lr"]
        optimizer.step()
        losses[step] = loss.item()
        if scheduler:
            optimizer.param_groups[0]["lr"] = scheduler.step(losses[step])
        step += 1
    return losses, rates


# %%
def roc_curve(y, scores):
    n0, n1 = sum(y == 0), sum(y == 1)
    fpr, tpr = [0.0], [0.0]
    for t in sorted(set(scores), reverse=True):
        fpr.append(sum(1 for label, s in zip(y, scores) if label == 0 and s >= t) / n0)
        tpr.append(sum(1 for label, s in zip(y, scores) if label == 1 and s >= t) / n1)
    return fpr, tpr


# %%
def auc(y, scores):
    total, pairs = 0.0, 0
    for label, a in zip(y, scores):
        if label != 1:
            continue
        for other, b in zip(y, scores):
            if other == 0:
                pairs += 1
                total += 1.0 if a > b else 0.5 if a == b else 0.0
    return total / pairs
