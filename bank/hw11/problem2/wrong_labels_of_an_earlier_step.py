"""Returns the labels of the step before the last. Fails: run_kmeans_repeats_both_steps.

Says: labels of an earlier step
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    labels = assign_clusters(X, centers)
    for _ in range(n_steps):
        old_labels = labels
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
    return old_labels, centers
