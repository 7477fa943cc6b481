"""One mean and one deviation for all features. Fails: split_then_scale_learns_from_training_events.

Says: for all features
"""


# %%
def split_then_scale(background, signal, order):
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(), train.std()
    spread = np.where(train.max(axis=0) == train.min(axis=0), 1, spread)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
