"""Mean and deviation of background and signal together. Fails: split_then_scale_learns_from_training_events.

Says: come from background and signal
"""


# %%
def split_then_scale(background, signal, order):
    n_train = 4 * len(background) // 5
    train, test = background[order[:n_train]], background[order[n_train:]]
    both = np.concatenate([background, signal])
    mean, spread = both.mean(axis=0), both.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread, (signal - mean) / spread
