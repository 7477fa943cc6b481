"""Takes the median, to be safe from outliers. Fails: fit_standardizer_uses_each_feature.

Says: the median is not the mean
"""


# %%
def fit_standardizer(X):
    center = np.median(X, axis=0)
    spread = np.std(X, axis=0)
    spread[np.ptp(X, axis=0) == 0] = 1
    return center, spread
