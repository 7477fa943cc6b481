"""Takes the absolute value of the scores. Fails: anomaly_threshold_leaves_frac_above.

Says: the signs of the scores are lost: scores can be negative, take them as they are
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.quantile(np.abs(scores), 1 - frac)
