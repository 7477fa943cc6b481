"""Returns after the first event. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: this is a single step
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = w @ x
        w = w + eta * y * (x - y * w)
        return w
