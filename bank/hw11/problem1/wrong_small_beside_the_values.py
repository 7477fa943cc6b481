"""Takes a spread below a hundredth of the values for none. Fails: fit_standardizer_uses_each_feature.

Says: a spread that is small beside the values is replaced
"""


# %%
def fit_standardizer(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    constant = std <= 0.01 * np.abs(X).max(axis=0)
    return mean, np.where(constant, 1.0, std)
