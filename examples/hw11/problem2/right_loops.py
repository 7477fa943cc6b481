"""Loops in plain Python, early stopping, a list returned. Fails: nothing."""


# %%
def assign_clusters(X, centers):
    labels = []
    for event in X:
        distances = [np.linalg.norm(event - center) for center in centers]
        labels.append(distances.index(min(distances)))
    return np.array(labels)


# %%
def update_centers(X, labels, k):
    rows = []
    for j in range(k):
        chosen = [event for event, label in zip(X, labels) if label == j]
        rows.append(sum(chosen) / len(chosen) if chosen else np.full(X.shape[1], np.nan))
    return np.array(rows)


# %%
def run_kmeans(X, init_centers, n_steps=10):
    centers = np.array(init_centers, dtype=float)
    for step in range(n_steps):
        labels = assign_clusters(X, centers)
        new = update_centers(X, labels, len(centers))
        for j in range(len(centers)):
            if np.isnan(new[j]).any():
                new[j] = centers[j]
        if np.allclose(new, centers):
            break
        centers = new
    return [labels, centers]
