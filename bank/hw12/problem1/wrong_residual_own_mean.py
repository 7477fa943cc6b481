"""Subtracts the mean of X. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: the mean of X is subtracted
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - X.mean(axis=0)
    return ((offset - offset @ axes.T @ axes) ** 2).sum(axis=1)
