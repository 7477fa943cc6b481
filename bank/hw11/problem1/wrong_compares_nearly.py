"""Compares the largest and smallest value with a relative tolerance. Fails: fit_standardizer_uses_each_feature.

Says: a spread that is small beside the values is replaced
"""


# %%
def fit_standardizer(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[np.isclose(X.max(axis=0), X.min(axis=0), rtol=1e-5, atol=0)] = 1
    return mean, std
