"""Ranks by argsort, so that equal scores get different ranks. Fails: auc_counts_equal_scores_one_half.

Says: give them equal ranks
"""


# %%
def auc(y, scores):
    ranks = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    n1 = y.sum()
    return (ranks[y == 1].sum() - n1 * (n1 + 1) / 2) / (n1 * (len(y) - n1))
