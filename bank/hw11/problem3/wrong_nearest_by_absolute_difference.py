"""Chooses the nearest centre by absolute differences. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: chosen by absolute differences
"""


# %%
def nearest_center_distance2(X, centers):
    diff = X[:, None, :] - centers
    nearest = np.abs(diff).sum(axis=2).argmin(axis=1)
    return ((X - centers[nearest]) ** 2).sum(axis=1)
