"""Finds for each centre the nearest event. Fails: assign_clusters_picks_the_nearest_center.

Says: it must run over the centres
"""


# %%
def assign_clusters(X, centers):
    return np.array([np.argmin(((X - c) ** 2).sum(axis=1)) for c in centers])
