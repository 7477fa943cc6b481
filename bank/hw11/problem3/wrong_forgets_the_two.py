"""Expands the square without the factor two. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: the squared difference is expanded without the factor 2 of the mixed term
"""


# %%
def nearest_center_distance2(X, centers):
    x2 = (X**2).sum(axis=1)[:, None]
    c2 = (centers**2).sum(axis=1)[None, :]
    return (x2 - X @ centers.T + c2).min(axis=1)
