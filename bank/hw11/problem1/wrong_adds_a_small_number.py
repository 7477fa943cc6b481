"""Avoids the division by zero with a small number. Fails: fit_standardizer_uses_each_feature.

Says: a small number is added to the spread
"""

# %%
eps = 1e-8


def fit_standardizer(X):
    return X.mean(axis=0), X.std(axis=0) + eps
