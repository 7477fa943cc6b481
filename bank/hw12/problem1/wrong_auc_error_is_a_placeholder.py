"""Returns 0 as the error. Fails: auc_counts_pairs_and_knows_its_error.

Says: the error is always 0
"""


# %%
def auc(background, signal):
    wins = signal[:, None] > background[None, :]
    wins = wins + 0.5 * (signal[:, None] == background[None, :])
    return wins.mean(), 0.0
