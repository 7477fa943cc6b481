"""Single precision wherever numpy is used, the given arguments unpacked. Fails: nothing."""


# %%
def split_then_scale(background, signal, rng):
    x = np.array(background, dtype=np.float64)
    is_train = np.zeros(len(x), dtype=bool)
    is_train[rng.permutation(len(x))[len(x) // 5 :]] = True
    train, test = x[is_train], x[~is_train]
    mean, spread = train.mean(0), train.std(0, ddof=1)
    spread[spread == 0] = 1
    return [((part - mean) / spread).astype(np.float32) for part in (train, test, signal)]


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        hidden = nn.Linear(n_features, n_latent)
        self.encoder = nn.Sequential(hidden, nn.Identity(), nn.Sigmoid())
        self.decoder = nn.Sequential(nn.Linear(n_latent, n_features), nn.Identity())
        for parameter in self.parameters():
            parameter.data = parameter.data.float()

    def forward(self, x):
        return nn.Sequential(self.encoder, self.decoder)(x)


# %%
def l1_loss(xhat, x, z, lam):
    error = (x - xhat).float().pow(2).mean(dim=1).mean()
    return error + lam * torch.maximum(z, -z).float().mean(dim=0).mean()


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        better = self.best == np.inf or (self.best - loss) / self.best > self.threshold
        if better:
            self.best = loss
        self.bad_steps = 0 if better else self.bad_steps + 1
        if self.bad_steps > self.patience:
            self.lr, self.bad_steps = max(self.min_lr, self.factor * self.lr), 0
        return float(self.lr)


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    x = x.to(next(model.parameters()))
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr)
    losses, rates = [], []
    for _ in range(n_steps):
        for parameter in model.parameters():
            parameter.grad = None
        z = model.encoder(x)
        loss = l1_loss(model.decoder(z), x, z, lam)
        loss.backward()
        optimizer.step()
        losses.append(np.float32(loss.item()))
        rates.append(optimizer.param_groups[0]["lr"])
        if scheduler is not None:
            optimizer.param_groups[0].update(lr=scheduler.step(float(losses[-1])))
    return np.array(losses), np.array(rates)


# %%
def roc_curve(y, scores):
    steps = np.unique(scores)[::-1]
    out = []
    for label in (0, 1):
        own = np.sort(scores[y == label])
        above = len(own) - np.searchsorted(own, steps, side="left")
        out.append(np.concatenate([[0], above]).astype(np.float32) / np.float32(len(own)))
    return np.stack(out)


# %%
def auc(y, scores):
    own = np.sort(scores[y == 0])
    low = np.searchsorted(own, scores[y == 1], side="left")
    high = np.searchsorted(own, scores[y == 1], side="right")
    return np.float32((low + high).mean() / (2 * len(own)))
