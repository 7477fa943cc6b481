"""Averages over the features. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: the squares are averaged over the features
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return ((offset - offset @ axes.T @ axes) ** 2).mean(axis=1)
