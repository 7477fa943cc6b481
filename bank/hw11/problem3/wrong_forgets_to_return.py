"""Returns nothing. Fails: anomaly_threshold_leaves_frac_above.

Says: the `return` line is missing
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    threshold = np.quantile(scores, 1 - frac)
