"""Takes the quantile at the wrong end. Fails: anomaly_threshold_leaves_frac_above.

Says: this is the lower tail
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.quantile(scores, frac)
