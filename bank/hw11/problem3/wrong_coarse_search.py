"""Searches on a grid that is too coarse. Fails: anomaly_threshold_leaves_frac_above.

Says: the search is too coarse
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    for t in np.linspace(scores.min(), scores.max(), 400):
        if np.mean(scores > t) <= frac:
            return t
