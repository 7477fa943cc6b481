"""Returns the fraction of scores above the threshold. Fails: anomaly_threshold_leaves_frac_above.

Says: this is a fraction of the scores: return the threshold above which this fraction lies
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    threshold = np.quantile(scores, 1 - frac)
    return (scores > threshold).mean()
