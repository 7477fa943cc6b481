"""Returns the labels as a list, which cannot be compared as a whole. Fails: assign_clusters_picks_the_nearest_center.

Says: np.array(labels)
"""


# %%
def assign_clusters(X, centers):
    return [int(((x - centers) ** 2).sum(axis=1).argmin()) for x in X]


# %%
def update_centers(X, labels, k):
    labels = np.array(labels)
    return np.array([X[labels == j].mean(axis=0) for j in range(k)])
