"""Takes the events as they come. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: the order is not shuffled
"""


# %%
def oja_epoch(w, X, eta, rng):
    for x in X:
        y = w @ x
        w = w + eta * y * (x - y * w)
    return w
