"""Compares the first two centres only. Fails: assign_clusters_picks_the_nearest_center.

Says: not all rows of centers are used
"""


# %%
def assign_clusters(X, centers):
    first = ((X - centers[0]) ** 2).sum(axis=1)
    second = ((X - centers[1]) ** 2).sum(axis=1)
    return (second < first).astype(int)
