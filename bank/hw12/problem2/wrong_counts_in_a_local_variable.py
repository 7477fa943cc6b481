"""Forgets the count after each step. Fails: plateau_scheduler_lowers_rate_when_loss_stalls.

Says: the rate never changes here
"""


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        bad = self.bad_steps
        if loss < self.best * (1 - self.threshold):
            self.best, bad = loss, 0
        else:
            bad += 1
        if bad > self.patience:
            self.lr, bad = max(self.lr * self.factor, self.min_lr), 0
        return self.lr
