"""A matrix product for the distances, one-hot averages with warnings, final labels. Fails: nothing."""


# %%
def assign_clusters(X, centers):
    d2 = (X**2).sum(1, keepdims=True) - 2 * X @ centers.T + (centers**2).sum(1)
    return np.argmin(d2, axis=1).astype(np.int32)


# %%
def update_centers(X, labels, k):
    onehot = np.eye(k)[labels]
    return (onehot.T @ X) / onehot.sum(axis=0)[:, None]


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = init_centers.copy().astype(np.float32)
    for _ in range(n_steps):
        new = update_centers(X, assign_clusters(X, centers), centers.shape[0])
        empty = np.isnan(new).any(axis=1)
        new[empty] = centers[empty]
        centers = new
    return assign_clusters(X, centers), centers
