"""Uses the first two axes. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: the number of axes is fixed
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    axes = axes[:2]
    return ((offset - offset @ axes.T @ axes) ** 2).sum(axis=1)
