"""Stops when the labels stay the same, and returns a tuple of arrays. Fails: nothing."""


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers, labels = init_centers * 1.0, None
    for _ in range(n_steps):
        new = assign_clusters(X, centers)
        if labels is not None and (new == labels).all():
            break
        labels = new
        moved = update_centers(X, labels, len(centers))
        for j, row in enumerate(moved):
            if not np.isnan(row[0]):
                centers[j] = row
    return labels, centers
