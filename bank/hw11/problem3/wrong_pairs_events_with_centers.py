"""Pairs the first event with the first centre, and so on. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: each event is compared with one centre only
"""


# %%
def nearest_center_distance2(X, centers):
    return np.array([((x - c) ** 2).sum() for x, c in zip(X, centers)])
