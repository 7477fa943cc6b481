"""Measures distances to the centres of the checkpoint. Fails: assign_clusters_picks_the_nearest_center.

Says: checkpoint["centers"]
"""


# %%
def assign_clusters(X, centers):
    return ((X[:, None, :] - checkpoint["centers"][None]) ** 2).sum(axis=2).argmin(axis=1)
