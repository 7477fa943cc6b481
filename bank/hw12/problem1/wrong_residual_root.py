"""Takes the root. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: this is the distance
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    return np.linalg.norm(offset - offset @ axes.T @ axes, axis=1)
