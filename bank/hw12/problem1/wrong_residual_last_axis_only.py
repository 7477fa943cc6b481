"""Starts each pass of the loop anew. Fails: pca_residual_is_the_squared_distance_from_the_plane.

Says: only the last axis is taken off
"""


# %%
def pca_residual(X, mean, axes):
    offset = X - mean
    for axis in axes:
        rest = offset - np.outer(offset @ axis, axis)
    return (rest**2).sum(axis=1)
