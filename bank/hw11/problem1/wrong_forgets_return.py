"""Computes mean and std and returns nothing. Fails: fit_standardizer_uses_each_feature.

Says: the `return` line is missing
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
