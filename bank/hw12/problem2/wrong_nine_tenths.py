"""Trains on nine tenths. Fails: split_then_scale_learns_from_training_events.

Says: not nine tenths
"""


# %%
def split_then_scale(background, signal, rng):
    order = rng.permutation(len(background))
    n_train = 9 * len(background) // 10
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
