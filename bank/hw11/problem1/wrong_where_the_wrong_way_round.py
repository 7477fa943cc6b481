"""Swaps the two branches of np.where. Fails: fit_standardizer_uses_each_feature.

Says: the two cases are swapped
"""


# %%
def fit_standardizer(X):
    mean, std = X.mean(0), X.std(0)
    return mean, np.where(X.max(0) > X.min(0), 1.0, std)
