"""Scales each feature to the range from 0 to 1. Fails: split_then_scale_learns_from_training_events.

Says: the range from 0 to 1
"""


# %%
def split_then_scale(background, signal, rng):
    order = rng.permutation(len(background))
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.min(axis=0), np.ptp(train, axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
