"""Rounds to two digits. Fails: anomaly_threshold_leaves_frac_above.

Says: the threshold is rounded
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return round(float(np.quantile(scores, 1 - frac)), 2)
