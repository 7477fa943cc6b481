"""Cuts the fraction to a whole number before it multiplies. Fails: anomaly_threshold_leaves_frac_above.

Says: this is the largest score: a count or a position is 0, for example because int(frac) is 0
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    k = int(frac) * len(scores)
    return np.sort(scores)[::-1][k]
