"""Asks whether all spreads together are zero, as if they were one number. Fails: fit_standardizer_uses_each_feature.

Says: The truth value of an array with more than one element is ambiguous
Says: with a whole array
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    if std == 0:
        std = 1
    return mean, std
