"""Counts equal scores once. Fails: anomaly_threshold_leaves_frac_above.

Says: zeros or equal ones: each counts as often as it occurs
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    s = np.unique(scores)
    return s[int((1 - frac) * len(s))]
