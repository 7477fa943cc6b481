"""Makes a generator with a fixed seed. Fails: split_then_scale_learns_from_training_events.

Says: the seed is fixed inside the function
"""


# %%
def split_then_scale(background, signal, rng):
    order = np.random.default_rng(0).permutation(len(background))
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
