"""An empty cluster gets the origin as its centre. Fails: update_centers_averages_each_cluster.

Says: must get a row of NaN
"""


# %%
def update_centers(X, labels, k):
    centers = np.zeros((k, X.shape[1]))
    for j in range(k):
        if (labels == j).any():
            centers[j] = X[labels == j].mean(axis=0)
    return centers
