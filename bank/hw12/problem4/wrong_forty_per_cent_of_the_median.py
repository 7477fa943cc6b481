"""Takes 40 % of the mean. Fails: thresholds_are_quantile_median_and_mean.

Says: 40 % of another number, such as median or mean, is no quantile
"""


# %%
def thresholds(errors):
    return 0.4 * np.mean(errors), np.median(errors), np.mean(errors)
