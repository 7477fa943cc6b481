"""Returns the centres without the labels. Fails: run_kmeans_repeats_both_steps.

Says: return them all: `return labels, centers`
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        moved = update_centers(X, assign_clusters(X, centers), len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
    return centers
