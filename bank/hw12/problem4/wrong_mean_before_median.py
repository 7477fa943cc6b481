"""Swaps median and mean. Fails: thresholds_are_quantile_median_and_mean.

Says: this is the average: the order of the three is q40, median, mean
"""


# %%
def thresholds(errors):
    return np.quantile(errors, 0.4), np.mean(errors), np.median(errors)
