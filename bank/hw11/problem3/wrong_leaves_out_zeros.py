"""Takes a score of zero for a missing one. Fails: anomaly_threshold_leaves_frac_above.

Says: scores are left out, zeros or equal ones
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    valid = [s for s in scores if s]
    return np.quantile(valid, 1 - frac)
