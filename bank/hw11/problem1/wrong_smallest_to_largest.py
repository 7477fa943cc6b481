"""Takes the range of the values for their spread. Fails: fit_standardizer_uses_each_feature.

Says: the range from smallest to largest is no standard deviation
"""


# %%
def fit_standardizer(X):
    width = X.max(axis=0) - X.min(axis=0)
    return X.mean(axis=0), np.where(width > 0, width, 1.0)
