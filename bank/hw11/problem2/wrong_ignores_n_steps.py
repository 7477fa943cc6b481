"""Goes on until nothing changes, whatever n_steps says. Fails: run_kmeans_repeats_both_steps.

Says: n_steps is not used
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    while True:
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        moved = np.where(np.isnan(moved), centers, moved)
        if np.allclose(moved, centers):
            return labels, centers
        centers = moved
