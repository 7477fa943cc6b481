"""Returns a number for each feature. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: each feature has its own number
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return (offset - offset @ axes.T @ axes) ** 2
