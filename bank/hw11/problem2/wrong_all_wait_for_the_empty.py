"""Moves no centre in a step in which a cluster is empty. Fails: run_kmeans_repeats_both_steps.

Says: the others must still move
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        if not np.isnan(moved).any():
            centers = moved
    return labels, centers
