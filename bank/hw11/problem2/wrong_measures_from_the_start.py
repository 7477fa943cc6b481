"""Assigns to the starting centres in every step, and to the last ones at the end. Fails: run_kmeans_repeats_both_steps.

Says: events are not assigned again to the new centres
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.array(init_centers, dtype=float)
    for i in range(n_steps):
        labels = assign_clusters(X, init_centers)
        new = update_centers(X, labels, len(init_centers))
        full = ~np.isnan(new[:, 0])
        centers[full] = new[full]
    return assign_clusters(X, centers), centers
