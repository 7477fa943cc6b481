"""Returns the rate as it is. Fails: plateau_scheduler_lowers_rate_when_loss_stalls.

Says: the rate never changes here
"""


# %%
class PlateauScheduler:
    def __init__(self, lr, factor=0.8, patience=10, threshold=1e-4, min_lr=1e-8):
        self.lr, self.factor, self.min_lr = lr, factor, min_lr
        self.patience, self.threshold = patience, threshold
        self.best, self.bad_steps = np.inf, 0

    def step(self, loss):
        return self.lr
