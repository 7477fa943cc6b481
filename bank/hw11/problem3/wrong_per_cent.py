"""Gives a fraction to np.percentile. Fails: anomaly_threshold_leaves_frac_above.

Says: np.percentile counts from 0 to 100
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 1 - frac)
