"""Forgets to sum the squares before the smallest is searched. Fails: assign_clusters_picks_the_nearest_center.

Says: the squares are not summed over the features
"""


# %%
def assign_clusters(X, centers):
    return np.array([((x - centers) ** 2).argmin() for x in X])
