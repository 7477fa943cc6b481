"""Takes the number of scores of the visible check. Fails: anomaly_threshold_leaves_frac_above.

Says: a fixed number, such as 60 or 100, is written into the code: compute it from frac and len(scores)
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.sort(scores)[int(100 * (1 - frac))]
