"""Averages over the normal events only. Fails: auc_counts_equal_scores_one_half.

Says: average over both classes
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    return ((signal > background) + 0.5 * (signal == background)).mean(axis=1)
