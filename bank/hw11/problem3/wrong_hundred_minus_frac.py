"""Takes frac for a percentage. Fails: anomaly_threshold_leaves_frac_above.

Says: frac is a fraction, not a percentage
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 100 - frac)
