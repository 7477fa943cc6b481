"""Leaves the loop over the events at the first one. Fails:
reconstruction_error_is_one_number_per_event.

Says: the loop ends in its first turn
"""


# %%
def reconstruction_error(x, xhat):
    d = x.shape[1]
    for i in range(len(x)):
        e = 0.0
        for j in range(d):
            e += (x[i, j] - xhat[i, j]) ** 2
        return e / d
