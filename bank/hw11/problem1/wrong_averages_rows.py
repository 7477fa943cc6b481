"""Averages over the features of an event. Fails: fit_standardizer_uses_each_feature.

Says: average over the events
"""


# %%
def fit_standardizer(X):
    mean = X.mean(axis=1)
    std = X.std(axis=1)
    return mean, np.where(std > 0, std, 1)
