"""Equal scores count nothing. Fails: auc_counts_equal_scores_one_half.

Says: equal scores count nothing
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    return (signal > background).mean()
