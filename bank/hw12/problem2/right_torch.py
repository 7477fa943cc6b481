"""Torch in the place of numpy wherever it can be. Fails: nothing."""


# %%
def split_then_scale(background, signal, rng):
    order = torch.tensor(rng.permutation(background.shape[0]))
    background, signal = torch.tensor(background), torch.tensor(signal)
    test, train = background[order].split([len(order) // 5, len(order) - len(order) // 5])
    spread, mean = torch.std_mean(train, dim=0)
    spread[train.amax(0) == train.amin(0)] = 1
    return tuple((part - mean) / spread for part in (train, test, signal))


# %%
class SigmoidLayer(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.linear = nn.Linear(n_in, n_out)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


# %%
class SigmoidAutoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18):
        super().__init__()
        self.decoder = nn.Linear(n_latent, n_features)
        self.encoder = SigmoidLayer(n_features, n_latent)

    def forward(self, x):
        z = self.encoder(x)
        xhat = self.decoder(z)
        return xhat


# %%
def l1_loss(xhat, x, z, lam):
    return nn.functional.mse_loss(xhat, x) + lam * nn.functional.l1_loss(z, torch.zeros_like(z))


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        loss = torch.tensor(loss, dtype=torch.float64)
        better = bool(loss / (1 - self.threshold) < self.best)
        self.best = loss.item() if better else self.best
        self.bad_steps = 0 if better else self.bad_steps + 1
        if self.bad_steps > self.patience:
            self.bad_steps = 0
            self.lr = torch.tensor(self.lr * self.factor, dtype=torch.float64).clamp(
                min=self.min_lr
            )
            self.lr = self.lr.item()
        return self.lr


# %%
def train(model, x, scheduler=None, n_steps=400, lr=1e-2, lam=1e-4):
    x = x.to(next(model.parameters()).device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, foreach=True)
    losses, rates = [], []

    def closure():
        optimizer.zero_grad(set_to_none=False)
        z = model.encoder(x)
        loss = nn.functional.mse_loss(model.decoder(z), x) + lam * z.norm(p=1) / z.numel()
        loss.backward()
        return loss

    for _ in range(n_steps):
        rates.append(optimizer.param_groups[0]["lr"])
        losses.append(float(optimizer.step(closure).detach()))
        if scheduler is not None:
            rate = scheduler.step(losses[-1])
            for group in optimizer.param_groups:
                group["lr"] = rate
    return losses, rates


# %%
def roc_curve(y, scores):
    y, scores = torch.tensor(y), torch.tensor(scores)
    steps = torch.unique(scores).flip(0)
    flagged = scores[None, :] >= steps[:, None]
    return tuple(torch.cat([torch.zeros(1), flagged[:, y == k].float().mean(1)]) for k in (0, 1))


# %%
def auc(y, scores):
    y, scores = torch.tensor(y), torch.tensor(scores)
    difference = scores[y == 1][:, None] - scores[y == 0]
    return (1 + torch.sign(difference).double()).mean() / 2
