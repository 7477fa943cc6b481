"""Moves the starting centres that it was given. Fails: run_kmeans_repeats_both_steps.

Says: start from `X.copy()`
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.asarray(init_centers)
    if centers.dtype.kind == "i":
        centers = centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        keep = np.isnan(moved)
        centers[~keep] = moved[~keep]
    return labels, centers
