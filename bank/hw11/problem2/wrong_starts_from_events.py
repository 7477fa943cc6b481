"""Starts from the first k events instead of init_centers. Fails: run_kmeans_repeats_both_steps.

Says: start from init_centers
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    k = len(init_centers)
    centers = X[:k].astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, k)
        centers = np.where(np.isnan(moved), centers, moved)
    return labels, centers
