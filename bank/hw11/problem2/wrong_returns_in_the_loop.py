"""Has the return line inside the loop. Fails: run_kmeans_repeats_both_steps.

Says: `return` stands inside the loop
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.copy().astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
        return labels, centers
