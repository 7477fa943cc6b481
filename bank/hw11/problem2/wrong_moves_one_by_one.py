"""Moves each centre as soon as its cluster is known, and assigns again before the next. Fails: run_kmeans_repeats_both_steps.

Says: all centres move together
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    for _ in range(n_steps):
        for j in range(len(centers)):
            labels = assign_clusters(X, centers)
            if (labels == j).any():
                centers[j] = X[labels == j].mean(axis=0)
    return labels, centers
