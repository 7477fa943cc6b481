"""Always uses five per cent. Fails: anomaly_threshold_leaves_frac_above.

Says: frac is not used
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.quantile(scores, 0.95)
