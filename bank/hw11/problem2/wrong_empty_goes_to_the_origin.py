"""Turns the NaN of an empty cluster into zeros. Fails: run_kmeans_repeats_both_steps.

Says: keeps its centre of the step before
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.asarray(init_centers, dtype=float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        centers = np.nan_to_num(update_centers(X, labels, len(centers)))
    return labels, centers
