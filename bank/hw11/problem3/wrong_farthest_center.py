"""Takes the largest distance. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: distances to the farthest centre
"""


# %%
def nearest_center_distance2(X, centers):
    distances = np.array([np.sum((X - c) ** 2, axis=1) for c in centers])
    return distances.max(axis=0)
