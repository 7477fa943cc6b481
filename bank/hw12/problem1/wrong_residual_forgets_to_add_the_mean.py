"""Compares X with a reconstruction without the mean.
Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: subtract it from X as well
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return ((X - offset @ axes.T @ axes) ** 2).sum(axis=1)
