"""Fills the spreads into an array of integers. Fails: fit_standardizer_uses_each_feature.

Says: whole numbers are returned: keep the fractions
"""


# %%
def fit_standardizer(X):
    n, d = X.shape
    mean = X.mean(axis=0)
    std = np.full(d, 1)
    for j in range(d):
        s = np.sqrt(np.sum((X[:, j] - mean[j]) ** 2) / n)
        if s > 0:
            std[j] = s
    return mean, std
