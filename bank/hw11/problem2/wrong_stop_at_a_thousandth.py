"""Stops when no centre moves by more than 0.001, whatever the distances. Fails: run_kmeans_repeats_both_steps.

Says: stop early only when no centre moves any more
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        moved = np.where(np.isnan(moved), centers, moved)
        shift = np.abs(moved - centers).max()
        centers = moved
        if shift < 1e-3:
            break
    return labels, centers
