"""Takes the quantile at the wrong end. Fails: anomaly_threshold_leaves_frac_above.

Says: the fraction frac lies below this number: it must lie above
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.quantile(scores, frac)
