"""Compares the centres with a second name for them, so nothing ever seems to change. Fails: run_kmeans_repeats_both_steps.

Says: `old = centers` is no copy
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        old = centers
        labels = assign_clusters(X, centers)
        new = update_centers(X, labels, len(centers))
        for j in range(len(centers)):
            if not np.isnan(new[j, 0]):
                centers[j] = new[j]
        if np.allclose(old, centers):
            break
    return labels, centers
