"""Python loops and lists everywhere. Fails: nothing."""


# %%
def split_then_scale(background, signal, order):
    n = len(background) * 4 // 5
    train = [background[i] for i in order[:n]]
    test = [background[i] for i in order[n:]]
    scales = []
    for column in zip(*train):
        middle = sum(column) / len(column)
        spread = (sum((v - middle) ** 2 for v in column) / (len(column) - 1)) ** 0.5
        scales.append((middle, 1.0 if min(column) == max(column) else spread))

    def scale(rows):
        return np.array([[(v - m) / s for v, (m, s) in zip(row, scales)] for row in rows])

    return scale(train), scale(test), scale(signal)


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        self.encoder = nn.Sequential()
        self.encoder.append(nn.Linear(n_features, n_latent))
        if activation == "sigmoid":
            self.encoder.append(nn.Sigmoid())
        elif activation == "ReLU":
            self.encoder.append(nn.ReLU())
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_features))

    def forward(self, x):
        return torch.stack([self.decoder(self.encoder(event)) for event in x])


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        improved = (
            loss < self.best - self.best * self.threshold if self.best < np.inf else loss < np.inf
        )
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
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, rates = [0.0] * n_steps, [0.0] * n_steps
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
        if schedule:
            optimizer.param_groups[0]["lr"] = schedule(losses[step])
        step += 1
    return losses, rates


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    found = {}
    for step in range(n_steps):
        loss = ((model(x) - x) ** 2).mean()
        for i in range(len(levels)):
            if i not in found and float(loss) < levels[i]:
                found[i] = (step, measure(model))
        if len(found) == len(levels):
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    rows = [found.get(i, (np.nan, np.nan)) for i in range(len(levels))]
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


# %%
def auc_by_axes(train, background, signal):
    from comparison import area

    mean = train.mean(0)
    axes = np.linalg.svd(train - mean, full_matrices=False)[2]
    losses, areas = [], []
    for k in range(train.shape[1]):
        scores = []
        for sample in (train, background, signal):
            rebuilt = mean + (sample - mean) @ axes[:k].T @ axes[:k]
            scores.append(((sample - rebuilt) ** 2).sum(1))
        losses.append(scores[0].mean() / train.shape[1])
        areas.append(area(scores[1], scores[2]))
    return np.array(losses), np.array(areas)
