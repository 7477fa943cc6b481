"""Calls a feature constant where it is so in the whole background. Fails:
split_then_scale_learns_from_training_events.

Says: a feature whose training values are all equal is divided by 0
"""


# %%
def split_then_scale(background, signal, order):
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(background.max(axis=0) == background.min(axis=0), 1, spread)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
