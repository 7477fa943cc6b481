"""The best loss belongs to the class. Fails: plateau_scheduler_lowers_rate_when_loss_stalls.

Says: share what they know
"""


# %%
class PlateauScheduler:
    best = np.inf

    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.bad_steps = 0

    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            PlateauScheduler.best, self.bad_steps = loss, 0
        else:
            self.bad_steps += 1
        if self.bad_steps > self.patience:
            self.lr = max(self.lr * self.factor, self.min_lr)
            self.bad_steps = 0
        return self.lr
