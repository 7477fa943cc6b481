"""Takes the middle of the range for the median. Fails: thresholds_are_quantile_median_and_mean.

Says: half the range is no median: half of the errors lie below it
"""


# %%
def thresholds(errors):
    return np.quantile(errors, 0.4), (errors.min() + errors.max()) / 2, np.mean(errors)
