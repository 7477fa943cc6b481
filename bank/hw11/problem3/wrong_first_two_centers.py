"""Knows two centres only, as in the notebook. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: not all rows of centers are used
"""


# %%
def nearest_center_distance2(X, centers):
    d0 = ((X - centers[0]) ** 2).sum(axis=1)
    d1 = ((X - centers[1]) ** 2).sum(axis=1)
    return np.where(d0 < d1, d0, d1)
