"""Sorts the scores of the caller. Fails: anomaly_threshold_leaves_frac_above.

Says: has other values after the call
Says: an in-place operation
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    scores.sort()
    return scores[int((1 - frac) * len(scores))]
