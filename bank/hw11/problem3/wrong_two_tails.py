"""Leaves half of frac at either end. Fails: anomaly_threshold_leaves_frac_above.

Says: frac is split between two tails
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    low, high = np.quantile(scores, [frac / 2, 1 - frac / 2])
    return high
