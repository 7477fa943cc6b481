"""Keeps the summed axis, for broadcasting later. Fails: fit_standardizer_uses_each_feature.

Says: the result has an axis too many
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0, keepdims=True)
    std = X.std(axis=0, keepdims=True)
    std[std == 0] = 1
    return mean, std
