"""Sets the smallest distance so far back for each centre. Fails: assign_clusters_picks_the_nearest_center.

Says: every event gets the last label
"""


# %%
def assign_clusters(X, centers):
    labels = np.zeros(len(X), dtype=int)
    for i in range(len(X)):
        for j in range(len(centers)):
            best = np.inf
            d2 = ((X[i] - centers[j]) ** 2).sum()
            if d2 < best:
                best = d2
                labels[i] = j
    return labels
