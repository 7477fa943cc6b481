"""Counts pairs in which the normal event scores higher. Fails: auc_counts_equal_scores_one_half.

Says: the classes are swapped
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    return ((signal < background) + 0.5 * (signal == background)).mean()
