"""Stops one step early. Fails: run_kmeans_repeats_both_steps.

Says: one step is missing
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    labels = assign_clusters(X, centers)
    for _ in range(n_steps - 1):
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
        labels = assign_clusters(X, centers)
    return labels, centers
