"""Avoids the division by zero with a small number. Fails: fit_standardizer_uses_each_feature.

Says: a feature that never changes must get std 1
"""

# %%
eps = 1e-8


def fit_standardizer(X):
    return X.mean(axis=0), X.std(axis=0) + eps
