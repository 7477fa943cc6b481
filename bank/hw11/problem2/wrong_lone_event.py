"""Wants more than one event in a cluster. Fails: update_centers_averages_each_cluster.

Says: a cluster with one event only
"""


# %%
def update_centers(X, labels, k):
    centers = np.full((k, X.shape[1]), np.nan)
    for j in range(k):
        cluster = X[labels == j]
        if len(cluster) > 1:
            centers[j] = cluster.mean(axis=0)
    return centers
