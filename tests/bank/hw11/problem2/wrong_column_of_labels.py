"""Returns the labels as a column, on which 2.2 stumbles. Fails: assign_clusters_picks_the_nearest_center, run_kmeans_repeats_both_steps.

Says: one axis too many
"""


# %%
def assign_clusters(X, centers):
    d2 = np.sum((X[:, None, :] - centers[None, :, :]) ** 2, axis=2)
    return np.argmin(d2, axis=1, keepdims=True)
