"""Calls a feature constant when its first and last value agree. Fails: fit_standardizer_uses_each_feature.

Says: a feature got std 1 although it changes
"""


# %%
def fit_standardizer(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    constant = X[0] == X[-1]
    std[constant] = 1
    return mean, std
