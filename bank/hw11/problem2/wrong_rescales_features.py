"""Divides the differences by the spread of the events, which changes nothing where it is 1. Fails: assign_clusters_picks_the_nearest_center.

Says: spread of the events
"""


# %%
def assign_clusters(X, centers):
    scaled = (X[:, None, :] - centers[None, :, :]) / X.std(axis=0)
    return (scaled**2).sum(axis=2).argmin(axis=1)
