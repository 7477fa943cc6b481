"""Measures distances in the plane of the first two features. Fails: assign_clusters_picks_the_nearest_center.

Says: not all columns of X and centers are used
"""


# %%
def assign_clusters(X, centers):
    dx = X[:, None, 0] - centers[None, :, 0]
    dy = X[:, None, 1] - centers[None, :, 1]
    return np.argmin(np.sqrt(dx**2 + dy**2), axis=1)
