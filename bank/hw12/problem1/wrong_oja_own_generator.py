"""Shuffles by the generator of numpy. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: the order comes from another generator
"""


# %%
def oja_epoch(w, X, eta, rng):
    for i in np.random.permutation(len(X)):
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
    return w
