"""A small number is added to each spread. Fails: split_then_scale_learns_from_training_events.

Says: not by a small number
"""


# %%
def split_then_scale(background, signal, rng):
    order = rng.permutation(len(background))
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = spread + 1e-9
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
