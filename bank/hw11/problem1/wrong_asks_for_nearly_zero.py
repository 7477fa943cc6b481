"""Takes a spread near zero for none, with a tolerance of numpy's. Fails: fit_standardizer_uses_each_feature.

Says: small spreads are replaced
"""


# %%
def fit_standardizer(X):
    mean, std = np.mean(X, axis=0), np.std(X, axis=0)
    return mean, np.where(np.isclose(std, 0), 1.0, std)
