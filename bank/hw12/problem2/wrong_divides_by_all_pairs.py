"""Divides by the square of the number of events. Fails: auc_counts_equal_scores_one_half.

Says: divide by n0 n1
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    return ((signal > background) + 0.5 * (signal == background)).sum() / len(y) ** 2
