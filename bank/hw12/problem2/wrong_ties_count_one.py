"""Equal scores count one. Fails: auc_counts_equal_scores_one_half.

Says: equal scores count one
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    return ((signal > background) + 1.0 * (signal == background)).mean()
