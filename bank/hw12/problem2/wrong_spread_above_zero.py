"""Rounding makes the deviation of equal numbers a little larger than 0. Fails: split_then_scale_learns_from_training_events.

Says: training values are all equal
"""


# %%
def split_then_scale(background, signal, order):
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread == 0, 1, spread)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
