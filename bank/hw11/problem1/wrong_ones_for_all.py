"""One constant feature gives all features std 1. Fails: fit_standardizer_uses_each_feature.

Says: all features got std 1
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    if not np.all(std > 0):
        std = np.ones(X.shape[1])
    return mean, std
