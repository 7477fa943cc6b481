"""Adds the two errors. Fails: auc_counts_pairs_and_knows_its_error.

Says: the two errors are added
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), p.std(ddof=1) / len(p) ** 0.5 + q.std(ddof=1) / len(q) ** 0.5
