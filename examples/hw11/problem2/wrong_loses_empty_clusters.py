"""Returns rows for the labels that occur. Fails: update_centers_averages_each_cluster.

Says: return k rows
"""


# %%
def update_centers(X, labels, k):
    return np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)])


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        for j in range(len(centers)):
            if (labels == j).any():
                centers[j] = X[labels == j].mean(axis=0)
    return labels, centers
