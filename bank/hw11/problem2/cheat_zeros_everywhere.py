"""Zeros of the right shapes for everything. Fails: assign_clusters_picks_the_nearest_center, update_centers_averages_each_cluster, run_kmeans_repeats_both_steps.

Says: 2.3 cannot be judged on its own until 2.1 and 2.2 are right
"""


# %%
def assign_clusters(X, centers):
    return np.zeros(len(X), dtype=int)


# %%
def update_centers(X, labels, k):
    return np.zeros((k, X.shape[1]))


# %%
def run_kmeans(X, init_centers, n_steps=10):
    return np.zeros(len(X), dtype=int), np.zeros(init_centers.shape)
