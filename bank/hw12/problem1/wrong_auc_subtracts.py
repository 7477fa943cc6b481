"""Takes the sign of the difference of scores. Fails: auc_counts_pairs_and_knows_its_error.

Says: compare the scores instead
"""


# %%
def auc(background, signal):
    wins = (1 + np.sign(signal[:, None] - background)) / 2
    p, q = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), np.sqrt(p.var(ddof=1) / len(p) + q.var(ddof=1) / len(q))
