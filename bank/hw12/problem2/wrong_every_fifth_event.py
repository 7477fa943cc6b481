"""Every fifth event is a test event. Fails: split_then_scale_learns_from_training_events.

Says: the split follows the order of the events
"""


# %%
def split_then_scale(background, signal, rng):
    order = np.argsort(np.arange(len(background)) % 5 == 4, kind="stable")
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
