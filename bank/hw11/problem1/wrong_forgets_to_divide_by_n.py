"""Takes the root of the sum of squares. Fails: fit_standardizer_uses_each_feature.

Says: the sum of squares is not divided by n
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = np.linalg.norm(X - mean, axis=0)
    return mean, np.where(std == 0, 1, std)
