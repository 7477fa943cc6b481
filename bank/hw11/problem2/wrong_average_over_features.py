"""Averages over the features. Fails: update_centers_averages_each_cluster.

Says: members.mean(axis=1)
"""


# %%
def update_centers(X, labels, k):
    centers = np.full((k, X.shape[1]), np.nan)
    for j in range(k):
        members = X[labels == j]
        if len(members) > 0:
            centers[j] = members.mean(axis=1)
    return centers
