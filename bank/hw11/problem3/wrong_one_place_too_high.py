"""Misses the place in the sorted scores by one. Fails: anomaly_threshold_leaves_frac_above.

Says: the position is wrong by one
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    s = np.sort(scores)
    k = int(len(s) * (1 - frac))
    return s[k + 1]
