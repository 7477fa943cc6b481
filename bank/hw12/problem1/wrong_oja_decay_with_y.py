"""Multiplies the decay by y once. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: the decay has y, not y squared
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = w @ x
        w = w + eta * (y * x - y * w)
    return w
