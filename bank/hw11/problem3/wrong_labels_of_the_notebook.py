"""Selects the normal events with the labels of the notebook. Fails: anomaly_threshold_leaves_frac_above.

Says: scores[y == 0]
Says: boolean index did not match
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    normal = scores[y == 0]
    return np.quantile(normal, 1 - frac)
