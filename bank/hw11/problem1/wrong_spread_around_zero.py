"""Squares the values themselves, not their distance to the mean. Fails: fit_standardizer_uses_each_feature.

Says: subtract the mean before you square
"""


# %%
def fit_standardizer(X):
    n = len(X)
    mean = X.sum(axis=0) / n
    std = np.sqrt((X**2).sum(axis=0) / n)
    std[X.max(axis=0) == X.min(axis=0)] = 1
    return mean, std
