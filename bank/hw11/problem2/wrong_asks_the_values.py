"""Takes a cluster for empty where all its values are 0. Fails: update_centers_averages_each_cluster.

Says: with zeros as values, is not empty
"""


# %%
def update_centers(X, labels, k):
    centers = np.full((k, X.shape[1]), np.nan)
    for j in range(k):
        members = X[labels == j]
        if np.abs(members).sum() > 0:
            centers[j] = members.mean(axis=0)
    return centers
