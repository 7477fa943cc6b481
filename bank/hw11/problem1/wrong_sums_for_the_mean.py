"""Sums the values of a feature and does not divide. Fails: fit_standardizer_uses_each_feature.

Says: a sum where an average is meant
"""


# %%
def fit_standardizer(X):
    mean, std = X.sum(axis=0), X.std(axis=0)
    std[std == 0] = 1
    return mean, std
