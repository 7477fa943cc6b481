"""Takes one step more than n_steps. Fails: run_kmeans_repeats_both_steps.

Says: one step too many
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    i = 0
    while i <= n_steps:
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
        i += 1
    return labels, centers
