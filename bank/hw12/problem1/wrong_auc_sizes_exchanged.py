"""Divides each variance by the size of the other sample. Fails:
auc_counts_pairs_and_knows_its_error.

Says: the size of its own sample
"""


# %%
def auc(background, signal):
    wins = (signal[:, None] > background) + 0.5 * (signal[:, None] == background)
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), np.sqrt(p.var(ddof=1) / len(q) + q.var(ddof=1) / len(p))
