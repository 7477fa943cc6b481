"""Takes a fraction of the way from the lowest score to the highest. Fails: anomaly_threshold_leaves_frac_above.

Says: a fraction of the range of the scores
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    lo, hi = scores.min(), scores.max()
    return hi - frac * (hi - lo)
