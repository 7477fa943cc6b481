"""Selects normal events by the notebook's labels. Fails: fit_standardizer_uses_each_feature.

Says: boolean index did not match
Says: the mask was made for other data
"""


# %%
def fit_standardizer(X):
    normal = X[y == 0]
    std = normal.std(axis=0)
    return normal.mean(axis=0), np.where(std > 0, std, 1)
