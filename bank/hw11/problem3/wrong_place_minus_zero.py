"""Counts from the end, which for less than one score is the beginning. Fails: anomaly_threshold_leaves_frac_above.

Says: the number of scores above is 0 here, and a position 0 or -0 is the wrong end of the sorted scores
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    n_above = int(frac * len(scores))
    return np.sort(scores)[-n_above]
