"""Puts the centres into columns. Fails: update_centers_averages_each_cluster.

Says: rows and columns are exchanged
"""


# %%
def update_centers(X, labels, k):
    centers = np.full((X.shape[1], k), np.nan)
    for j in range(k):
        if (labels == j).sum() > 0:
            centers[:, j] = X[labels == j].mean(axis=0)
    return centers
