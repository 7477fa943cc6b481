"""Takes the last score below the cut, also where none is below. Fails: anomaly_threshold_leaves_frac_above.

Says: the number of scores below is 0 here, and a position -1 is the wrong end of the sorted scores
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    n_below = int(len(scores) * (1 - frac))
    return np.sort(scores)[n_below - 1]
