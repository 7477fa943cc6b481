"""Sorts the columns of its argument to find constant features. Fails: fit_standardizer_uses_each_feature.

Says: an in-place operation
"""


# %%
def fit_standardizer(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    X.sort(axis=0)
    std[X[0] == X[-1]] = 1
    return mean, std
