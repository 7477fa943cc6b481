"""Returns the distance, not its square. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: this is the root of what is expected: a square is missing
"""


# %%
def nearest_center_distance2(X, centers):
    return np.linalg.norm(X[:, None] - centers[None], axis=2).min(axis=1)
