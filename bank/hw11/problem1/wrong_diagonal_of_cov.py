"""Takes the spreads from the covariance matrix, which is a number for one feature. Fails: fit_standardizer_uses_each_feature.

Says: Input must be 1- or 2-d
"""


# %%
def fit_standardizer(X):
    std = np.sqrt(np.diag(np.cov(X, rowvar=False)))
    return X.mean(axis=0), np.where(X.max(axis=0) == X.min(axis=0), 1, std)
