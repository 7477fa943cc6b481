"""Returns the sum for the mean. Fails: thresholds_are_quantile_median_and_mean.

Says: this is a sum: divide by the number of errors
"""


# %%
def thresholds(errors):
    return np.quantile(errors, 0.4), np.median(errors), np.sum(errors)
