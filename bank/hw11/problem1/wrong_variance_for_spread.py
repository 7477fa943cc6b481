"""Returns the variance where the spread is asked for. Fails: fit_standardizer_uses_each_feature.

Says: this is the variance: take its square root
"""


# %%
def fit_standardizer(X):
    mean = np.mean(X, axis=0)
    std = np.mean((X - mean) ** 2, axis=0)
    std[std == 0] = 1.0
    return mean, std
