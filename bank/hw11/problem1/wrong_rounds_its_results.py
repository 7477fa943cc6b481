"""Rounds to two decimals, as in a table. Fails: fit_standardizer_uses_each_feature.

Says: the numbers are rounded
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    std[std == 0] = 1
    return mean.round(2), std.round(2)
