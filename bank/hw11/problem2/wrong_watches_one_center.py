"""Stops as soon as the first centre stays, although others move. Fails: run_kmeans_repeats_both_steps.

Says: stop early only when no centre moves any more
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.array(init_centers, dtype=float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        new = update_centers(X, labels, len(centers))
        new = np.where(np.isnan(new), centers, new)
        resting = np.allclose(new[0], centers[0])
        centers = new
        if resting:
            break
    return labels, centers
