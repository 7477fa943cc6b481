"""Moves two centres, however many there are. Fails: run_kmeans_repeats_both_steps.

Says: len(init_centers)
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        centers = np.vstack([X[labels == j].mean(axis=0) for j in (0, 1)])
    return labels, centers
