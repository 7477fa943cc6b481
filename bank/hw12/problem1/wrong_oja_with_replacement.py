"""Draws events with replacement. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: draw a permutation
"""


# %%
def oja_epoch(w, X, eta, rng):
    for i in rng.integers(len(X), size=len(X)):
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
    return w
