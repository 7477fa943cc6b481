"""An area below one half is turned round. Fails: auc_counts_equal_scores_one_half.

Says: an area below one half is turned round
"""


# %%
def auc(y, scores):
    signal, background = scores[y == 1][:, None], scores[y == 0][None, :]
    area = ((signal > background) + 0.5 * (signal == background)).mean()
    return max(area, 1 - area)
