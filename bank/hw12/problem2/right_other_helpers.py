"""Helpers in cells of their own, the scores of comparison.py, Adam written out for each part. Fails: nothing."""

# %%
from comparison import area, pca_error


def loss_of(model, x, lam=0.0):
    z = model.encoder(x) if lam else torch.zeros(1)
    xhat = model.decoder(z) if lam else model(x)
    return (xhat - x).square().mean() + lam * torch.maximum(z, -z).mean()


# %%
def split_then_scale(background, signal, order):
    position = np.argsort(order)
    is_train = position < 4 * len(order) // 5
    train = background[order][np.sort(position[is_train])]
    test = background[order][np.sort(position[~is_train])]
    low, high = train.min(0), train.max(0)
    scale = np.divide(1, train.std(0, ddof=1), where=high > low, out=np.ones(len(low)))
    return [(part - train.mean(0)) * scale for part in (train, test, signal)]


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        hidden = nn.Linear(n_features, n_latent)
        ways = [nn.Identity(), nn.Sigmoid(), nn.ReLU()]
        last = ways[["linear", "sigmoid", "ReLU"].index(activation)]
        self.add_module("encoder", nn.Sequential(hidden, last))
        self.add_module("decoder", nn.Sequential(nn.Identity(), nn.Linear(n_latent, n_features)))

    def forward(self, x):
        return nn.Sequential(self.encoder, self.decoder)(x)


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        is_bad = not loss < self.best * (1 - self.threshold)
        self.bad_steps = (self.bad_steps + 1) * is_bad
        if not is_bad:
            self.best = loss
        elif self.bad_steps > self.patience:
            self.lr, self.bad_steps = np.maximum(self.min_lr, self.factor * self.lr), 0
        return float(self.lr)


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
    parts = [model.encoder, model.decoder]
    groups = [{"params": part.parameters()} for part in parts]
    optimizer = torch.optim.Adam(groups, lr=lr)
    record = []
    for _ in range(n_steps):
        z = model.encoder(x)
        loss = (model.decoder(z) - x).pow(2).mean(1).mean() + lam * (z * z.sign()).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        record.append((loss.item(), lr))
        lr = lr if schedule is None else schedule(record[-1][0])
        for group in optimizer.param_groups:
            group.update(lr=lr)
    losses, rates = map(list, zip(*record))
    return losses, rates


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    weights = list(model.parameters())
    optimizer = torch.optim.Adam(weights, lr=lr)
    history = np.full((len(levels), 2), np.nan)
    done = np.zeros(len(levels), bool)
    for step in range(n_steps):
        loss = loss_of(model, x)
        below = np.array([loss.item() < level for level in levels])
        if (below & ~done).any():
            history[below & ~done] = step, measure(model)
        done |= below
        if done.all():
            return history[:, 0], history[:, 1]
        for weight, slope in zip(weights, torch.autograd.grad(loss, weights)):
            weight.grad = slope
        optimizer.step()
    return history.T


# %%
def auc_by_axes(train, background, signal):
    d = train.shape[1]

    def scores(events):
        return [pca_error(train, events, k) for k in range(d)]

    areas = [area(b, s) for b, s in zip(scores(background), scores(signal))]
    return np.array([s.mean() / d for s in scores(train)]), np.array(areas)
