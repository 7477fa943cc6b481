"""Keeps the smallest distance of all events so far. Fails: assign_clusters_picks_the_nearest_center.

Says: the smallest distance of one event is kept for the next event
"""


# %%
def assign_clusters(X, centers):
    labels = []
    best, nearest = float("inf"), 0
    for x in X:
        for j in range(len(centers)):
            d2 = ((x - centers[j]) ** 2).sum()
            if d2 < best:
                best, nearest = d2, j
        labels.append(nearest)
    return np.array(labels)
