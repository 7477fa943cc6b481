"""Passes over infinite losses and NaN. Fails: plateau_scheduler_lowers_rate_when_loss_stalls.

Says: infinite losses and NaN are skipped
"""


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        if not np.isfinite(loss):
            return self.lr
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad_steps = loss, 0
        else:
            self.bad_steps += 1
        if self.bad_steps > self.patience:
            self.lr = max(self.lr * self.factor, self.min_lr)
            self.bad_steps = 0
        return self.lr
