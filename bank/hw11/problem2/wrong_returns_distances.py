"""Returns the smallest distance instead of its position. Fails: assign_clusters_picks_the_nearest_center.

Says: not the number of the centre
"""


# %%
def assign_clusters(X, centers):
    dist = np.linalg.norm(X[:, None] - centers, axis=2)
    return np.min(dist, axis=1)
