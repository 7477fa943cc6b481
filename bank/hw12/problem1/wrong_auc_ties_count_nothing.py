"""Counts no ties. Fails: auc_counts_pairs_and_knows_its_error.

Says: ties count one half
"""


# %%
def auc(background, signal):
    wins = signal[:, None] > background
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), np.sqrt(p.var(ddof=1) / len(p) + q.var(ddof=1) / len(q))
