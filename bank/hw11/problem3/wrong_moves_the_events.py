"""Shifts the events of the caller to each centre. Fails: nearest_center_distance2_is_squared_and_smallest.

Says: argument 1
"""


# %%
def nearest_center_distance2(X, centers):
    scores = np.full(len(X), np.inf)
    for c in centers:
        X -= c
        scores = np.minimum(scores, (X**2).sum(axis=1))
        X += 2 * c
    return scores
