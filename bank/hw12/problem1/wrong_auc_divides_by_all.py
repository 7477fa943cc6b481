"""Divides the variances by the number of events. Fails: auc_counts_pairs_and_knows_its_error.

Says: divide by one less
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), np.sqrt(p.var(ddof=0) / len(p) + q.var(ddof=0) / len(q))
