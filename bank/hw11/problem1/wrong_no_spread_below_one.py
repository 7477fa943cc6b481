"""Lifts every spread below 1 to 1. Fails: fit_standardizer_uses_each_feature.

Says: small spreads are replaced
"""


# %%
def fit_standardizer(X):
    """Mean and std, safe for constant features."""
    return X.mean(axis=0), np.maximum(X.std(axis=0), 1.0)
