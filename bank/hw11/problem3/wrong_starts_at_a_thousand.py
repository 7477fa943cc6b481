"""Starts the smallest distance so far at a number that far events exceed. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: starts at a fixed number: start it at np.inf
"""


# %%
def nearest_center_distance2(X, centers):
    scores = []
    for x in X:
        smallest = 1000
        for c in centers:
            d = np.dot(x - c, x - c)
            if d < smallest:
                smallest = d
        scores.append(smallest)
    return np.array(scores)
