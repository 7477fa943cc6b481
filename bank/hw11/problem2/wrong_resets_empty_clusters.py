"""Sends an empty cluster back to where it started. Fails: run_kmeans_repeats_both_steps.

Says: keeps its centre of the step before
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), init_centers, moved)
    return labels, centers
