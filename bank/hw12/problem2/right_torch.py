"""Torch in the place of numpy wherever it can be. Fails: nothing."""


# %%
def split_then_scale(background, signal, order):
    background, signal = torch.tensor(background), torch.tensor(signal)
    n = 4 * len(order) // 5
    train, test = background[torch.tensor(order)].split([n, len(order) - n])
    spread, mean = torch.std_mean(train, dim=0)
    spread[train.amax(0) == train.amin(0)] = 1
    return tuple((part - mean) / spread for part in (train, test, signal))


# %%
class Autoencoder(nn.Module):
    def __init__(self, n_features=22, n_latent=18, activation="sigmoid"):
        super().__init__()
        ways = dict(sigmoid=nn.Sigmoid(), linear=None, ReLU=nn.ReLU())
        layers = [nn.Linear(n_features, n_latent), ways[activation]]
        self.decoder = nn.Linear(n_latent, n_features)
        self.encoder = nn.Sequential(*filter(None, layers))

    def forward(self, x):
        z = self.encoder(x)
        return torch.nn.functional.linear(z, self.decoder.weight, self.decoder.bias)


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
            rate = torch.tensor(self.lr * self.factor, dtype=torch.float64)
            self.lr = rate.clamp(min=self.min_lr).item()
        return self.lr


# %%
def train(model, x, schedule=None, n_steps=100, lr=1e-2, lam=1e-4):
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
        if schedule is not None:
            rate = schedule(losses[-1])
            for group in optimizer.param_groups:
                group["lr"] = rate
    return losses, rates


# %%
def train_until(model, x, levels, measure, n_steps=200, lr=1e-2):
    levels = torch.as_tensor(levels, dtype=torch.float64)
    steps, values = torch.full_like(levels, torch.nan), torch.full_like(levels, torch.nan)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, foreach=False)
    step = 0
    while step < n_steps and steps.isnan().any():
        loss = nn.functional.mse_loss(model(x), x)
        new = steps.isnan() & (loss.item() < levels)
        if new.any():
            steps[new] = step
            values[new] = float(measure(model))
        if steps.isnan().any():
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        step += 1
    return steps.numpy(), values.numpy()


# %%
def auc_by_axes(train, background, signal):
    samples = [torch.tensor(np.asarray(part, float)) for part in (train, background, signal)]
    mean = samples[0].mean(0)
    _, _, axes = torch.linalg.svd(samples[0] - mean, full_matrices=False)
    squares = [((part - mean) @ axes.T) ** 2 for part in samples]
    # What is left after k axes: sums from the end.
    scores = [part.flip(1).cumsum(1).flip(1) for part in squares]
    apart = scores[2][:, None] - scores[1][None]
    areas = (1 + torch.sign(apart)).mean((0, 1)) / 2
    return scores[0].mean(0) / len(mean), areas
