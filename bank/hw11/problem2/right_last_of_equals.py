"""Takes the last of equally near centres, and gives back lists of arrays. Fails: nothing."""


# %%
def assign_clusters(X, centers):
    labels = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        best = np.inf
        for j, c in enumerate(centers):
            distance = np.linalg.norm(x - c)
            if distance <= best:
                best, labels[i] = distance, j
    return labels


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.array(init_centers, dtype=float)
    for _ in range(n_steps):
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, len(centers))
        for j, center in enumerate(moved):
            if not np.isnan(center).any():
                centers[j] = center
    return [labels, centers]
