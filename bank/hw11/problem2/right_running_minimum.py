"""A running minimum over the centres, labels kept as floats, a while loop. Fails: nothing."""


# %%
def assign_clusters(X, centers):
    best = np.full(len(X), np.inf)
    labels = np.zeros(len(X))
    for j, c in enumerate(centers):
        d = np.sqrt(np.mean((X - c) ** 2, axis=1))
        closer = d <= best
        best[closer] = d[closer]
        labels[closer] = j
    return labels


# %%
def update_centers(X, labels, k):
    total, count = np.zeros((k, X.shape[1])), np.zeros(k)
    for x, label in zip(X, labels):
        total[int(label)] += x
        count[int(label)] += 1
    count[count == 0] = np.nan
    return total / count.reshape(-1, 1)


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.copy(init_centers).astype("float64")
    step = 0
    while step < n_steps:
        labels = assign_clusters(X, centers)
        moved = update_centers(X, labels, centers.shape[0])
        for j in range(centers.shape[0]):
            if np.sum(labels == j) > 0:
                centers[j, :] = moved[j, :]
        step += 1
    return labels, centers
