"""Returns the spread before the centre. Fails: fit_standardizer_uses_each_feature.

Says: mean and std are exchanged
"""


# %%
def fit_standardizer(X):
    m, s = X.mean(0), X.std(0)
    s = np.where(X.max(0) == X.min(0), 1, s)
    return s, m
