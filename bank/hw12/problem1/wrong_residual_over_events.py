"""Sums over the events. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: the sum runs over the events
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return ((offset - offset @ axes.T @ axes) ** 2).sum(axis=0)
