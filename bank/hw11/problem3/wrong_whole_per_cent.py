"""Rounds the fraction to whole per cent. Fails: anomaly_threshold_leaves_frac_above.

Says: frac is rounded to whole per cent: take it as it is
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return np.percentile(scores, 100 - int(round(100 * frac)))
