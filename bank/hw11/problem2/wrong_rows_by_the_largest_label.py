"""Makes as many rows as the largest label asks for, not k. Fails: update_centers_averages_each_cluster.

Says: not as many as the largest label
"""


# %%
def update_centers(X, labels, k):
    out = []
    for j in range(labels.max() + 1):
        members = X[labels == j]
        out.append(members.mean(axis=0) if len(members) else np.full(X.shape[1], np.nan))
    return np.array(out)


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        for j, row in enumerate(update_centers(X, labels, len(centers))):
            if not np.isnan(row).any():
                centers[j] = row
    return labels, centers
