"""Takes 5 steps where it is not told how many. Fails: run_kmeans_repeats_both_steps.

Says: its default of 10
"""


# %%
def run_kmeans(X, init_centers, n_steps=5):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
    return labels, centers
