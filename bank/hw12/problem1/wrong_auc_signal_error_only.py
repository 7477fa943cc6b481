"""Lets the signal alone fluctuate. Fails: auc_counts_pairs_and_knows_its_error.

Says: one of the two samples is left out
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), p.std(ddof=1) / np.sqrt(len(p))
