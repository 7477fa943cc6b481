"""Forgets the output before the bracket. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: y does not multiply the difference
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = w @ x
        w = w + eta * (x - y * w)
    return w
