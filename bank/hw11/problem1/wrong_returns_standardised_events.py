"""Standardises at once and returns the events. Fails: fit_standardizer_uses_each_feature.

Says: return mean and std themselves
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=0)
    std = X.std(axis=0)
    std[std == 0] = 1
    Z = (X - mean) / std
    return Z
