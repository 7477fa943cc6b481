"""Cuts off what lies three standard deviations out first. Fails: anomaly_threshold_leaves_frac_above.

Says: left out as outliers
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    # clean the sample first
    good = scores < scores.mean() + 3 * scores.std()
    return np.quantile(scores[good], 1 - frac)
