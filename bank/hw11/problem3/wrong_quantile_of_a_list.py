"""Gives a list to np.quantile. Fails: anomaly_threshold_leaves_frac_above.

Says: return threshold by itself, without a list or an axis around it
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.quantile(scores, [1 - frac])
