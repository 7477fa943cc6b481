"""Sums over the centres and looks for the smallest feature. Fails: assign_clusters_picks_the_nearest_center.

Says: sum over the features
"""


# %%
def assign_clusters(X, centers):
    diff2 = (X[:, None, :] - centers[None, :, :]) ** 2
    return np.argmin(diff2.sum(axis=1), axis=1)
