"""Does not subtract the mean. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: the mean is not subtracted
"""


# %%
def pca_residual(X, mean, axes):
    return ((X - X @ axes.T @ axes) ** 2).sum(axis=1)
