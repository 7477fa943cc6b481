"""Writes out two features by hand. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: not all columns of X and centers are used
"""


# %%
def nearest_center_distance2(X, centers):
    dx = X[:, 0][:, None] - centers[:, 0]
    dy = X[:, 1][:, None] - centers[:, 1]
    return (dx**2 + dy**2).min(axis=1)
