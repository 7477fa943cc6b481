"""Returns which centre is nearest, not how far it is. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: return the distance to it
"""


# %%
def nearest_center_distance2(X, centers):
    d = ((X[:, None, :] - centers) ** 2).sum(axis=-1)
    return np.argmin(d, axis=1)
