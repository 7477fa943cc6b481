"""Leaves features with std 1 as they are. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: a feature with std 1 is treated differently
"""


# %%
def apply_standardizer(X, mean, std):
    Z = X.astype(float)
    for j in range(X.shape[1]):
        if std[j] != 1:
            Z[:, j] = (X[:, j] - mean[j]) / std[j]
    return Z
