"""Keeps the smallest distance of one event for the next. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: the smallest value so far is kept from one element to the next
"""


# %%
def nearest_center_distance2(X, centers):
    scores = np.zeros(len(X))
    best = np.inf
    for i in range(len(X)):
        for j in range(len(centers)):
            d2 = ((X[i] - centers[j]) ** 2).sum()
            if d2 < best:
                best = d2
        scores[i] = best
    return scores
