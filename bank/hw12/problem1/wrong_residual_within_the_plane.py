"""Returns the length in the plane. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: this is the squared length within the plane
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return ((offset @ axes.T) ** 2).sum(axis=1)
