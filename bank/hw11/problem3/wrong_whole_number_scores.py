"""Fills an array of integers. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: whole numbers are returned: keep the fractions
"""


# %%
def nearest_center_distance2(X, centers):
    scores = np.zeros(len(X), dtype=int)
    for i in range(len(X)):
        scores[i] = min(((X[i] - c) ** 2).sum() for c in centers)
    return scores
