"""Takes a fraction above one half for a quantile. Fails: anomaly_threshold_leaves_frac_above.

Says: also for frac above 0.5, frac is the fraction of the scores above the threshold
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    if frac < 0.5:
        frac = 1 - frac
    return np.quantile(scores, frac)
