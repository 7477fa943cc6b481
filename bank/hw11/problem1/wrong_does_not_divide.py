"""Centres without scaling. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the division by std is missing
"""


# %%
def apply_standardizer(X, mean, std):
    Z = X.copy()
    for j in range(X.shape[1]):
        Z[:, j] = Z[:, j] - mean[j]
        X[:, j] / std[j]
    return Z
