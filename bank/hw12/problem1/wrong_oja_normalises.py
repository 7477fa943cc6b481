"""Scales w at the end. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: w is scaled to length 1
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = w @ x
        w = w + eta * y * (x - y * w)
    return w / np.linalg.norm(w)
