"""Takes frac for a percentage. Fails: anomaly_threshold_leaves_frac_above.

Says: np.percentile counts from 0 to 100, but frac is from 0 to 1
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 100 - frac)
