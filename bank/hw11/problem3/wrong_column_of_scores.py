"""Keeps the axis over which the minimum runs. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: the result has an axis too many
"""


# %%
def nearest_center_distance2(X, centers):
    diff = X[:, None, :] - centers[None, :, :]
    return (diff**2).sum(axis=2).min(axis=1, keepdims=True)
