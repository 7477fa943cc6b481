"""Lets the NaN of an empty cluster through. Fails: run_kmeans_repeats_both_steps.

Says: keeps its centre of the step before
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        centers = update_centers(X, labels, len(centers))
    return labels, centers
