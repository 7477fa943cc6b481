"""Leaves out the decay. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: nothing is forgotten
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        w = w + eta * (w @ x) * x
    return w
