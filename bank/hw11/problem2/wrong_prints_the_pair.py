"""Prints the result and returns nothing. Fails: run_kmeans_repeats_both_steps.

Says: the `return` line is missing
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
    print(labels, centers)
