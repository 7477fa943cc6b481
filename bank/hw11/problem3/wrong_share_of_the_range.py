"""Takes a fraction of the way from the lowest score to the highest. Fails: anomaly_threshold_leaves_frac_above.

Says: this is a fraction of the largest score or of the range: frac is a fraction of the number of scores
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    lo, hi = scores.min(), scores.max()
    return hi - frac * (hi - lo)
