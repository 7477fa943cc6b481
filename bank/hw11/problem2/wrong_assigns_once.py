"""Assigns the events before the loop only. Fails: run_kmeans_repeats_both_steps.

Says: events are not assigned again to the new centres
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    labels = assign_clusters(X, centers)
    for _ in range(n_steps):
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
    return labels, centers
