"""Draws the training events with replacement. Fails: split_then_scale_learns_from_training_events.

Says: use a permutation
"""


# %%
def split_then_scale(background, signal, rng):
    order = rng.integers(len(background), size=len(background))
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
