"""Gives a fraction to np.percentile. Fails: anomaly_threshold_leaves_frac_above."""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 1 - frac)
