"""Stops when the inertia falls by less than one part in a thousand. Fails: run_kmeans_repeats_both_steps.

Says: stop early only when no centre moves any more
"""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.astype(float)
    last = np.inf
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        centers = np.where(np.isnan(moved), centers, moved)
        inertia = ((X - centers[labels]) ** 2).sum()
        if last - inertia < 1e-3 * inertia:
            break
        last = inertia
    return labels, centers
