"""One mean and one spread for all features. Fails: fit_standardizer_uses_each_feature.

Says: one average over all values: each feature needs its own
"""


# %%
def fit_standardizer(X):
    d = X.shape[1]
    return np.full(d, X.mean()), np.full(d, X.std())
