"""Deviations that are small beside the mean count as none. Fails:
split_then_scale_learns_from_training_events.

Says: a feature with a small spread is taken for constant
"""


# %%
def split_then_scale(background, signal, order):
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(train.max(axis=0) == train.min(axis=0), 1, spread)
    spread = np.where(spread < 1e-4 * abs(mean), 1, spread)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
