"""Sets the smallest distance so far back for each centre. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: or sets the smallest so far back
"""


# %%
def nearest_center_distance2(X, centers):
    scores = np.zeros(len(X))
    for i in range(len(X)):
        for j in range(len(centers)):
            best = np.inf
            d2 = ((X[i] - centers[j]) ** 2).sum()
            if d2 < best:
                best = d2
        scores[i] = best
    return scores
