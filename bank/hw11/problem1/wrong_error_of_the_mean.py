"""Divides the spread by the root of n, as for a measured mean. Fails: fit_standardizer_uses_each_feature.

Says: this is the error of the mean
"""


# %%
def fit_standardizer(X):
    n = X.shape[0]
    mean = X.mean(axis=0)
    sigma = X.std(axis=0, ddof=1) / np.sqrt(n)
    sigma[sigma == 0] = 1
    return mean, sigma
