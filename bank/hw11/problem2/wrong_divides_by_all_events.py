"""Divides the sum of a cluster by the number of all events. Fails: update_centers_averages_each_cluster.

Says: the number of all events
"""


# %%
def update_centers(X, labels, k):
    centers = []
    for j in range(k):
        inside = (labels == j)[:, None]
        if not inside.any():
            centers.append([np.nan] * X.shape[1])
        else:
            centers.append((X * inside).mean(axis=0))
    return np.array(centers)
