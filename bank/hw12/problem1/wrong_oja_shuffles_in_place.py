"""Shuffles the array of the caller. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: an in-place operation
"""


# %%
def oja_epoch(w, X, eta, rng):
    rng.shuffle(X)
    for x in X:
        y = w @ x
        w = w + eta * y * (x - y * w)
    return w
