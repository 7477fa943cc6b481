"""Stops when the clusters keep their sizes, although they still trade events. Fails: run_kmeans_repeats_both_steps.

Says: stop early only when no centre moves any more
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers, sizes = init_centers.astype(float), None
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
        new_sizes = [int((labels == j).sum()) for j in range(len(centers))]
        if new_sizes == sizes:
            break
        sizes = new_sizes
    return labels, centers
