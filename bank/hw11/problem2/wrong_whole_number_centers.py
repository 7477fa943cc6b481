"""Writes averages into an array of integers. Fails: run_kmeans_repeats_both_steps.

Says: turn init_centers into floats
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.copy()
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        for j in range(len(centers)):
            if not np.isnan(moved[j]).any():
                centers[j] = moved[j]
    return labels, centers
