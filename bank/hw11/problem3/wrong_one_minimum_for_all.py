"""Takes the minimum of the whole table. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: one number is returned for all, where one for each is wanted
"""


# %%
def nearest_center_distance2(X, centers):
    d2 = [[((x - c) ** 2).sum() for c in centers] for x in X]
    return np.min(d2)
