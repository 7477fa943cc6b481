"""Returns the highest scores. Fails: anomaly_threshold_leaves_frac_above.

Says: these are the scores above it: return the threshold itself
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    n = round(frac * len(scores))
    return np.sort(scores)[-n:]
