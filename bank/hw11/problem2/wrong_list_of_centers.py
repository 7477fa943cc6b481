"""Returns the centres as a list of rows, which run_kmeans turns into an array. Fails: update_centers_averages_each_cluster.

Says: wrap it: np.array(centers)
"""


# %%
def update_centers(X, labels, k):
    rows = []
    for j in range(k):
        members = X[labels == j]
        rows.append(members.mean(axis=0) if len(members) else np.full(X.shape[1], np.nan))
    return rows
