"""Computes all outputs with the first w. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: compute y anew in every step
"""


# %%
def oja_epoch(w, X, eta, rng):
    outputs = X @ w
    for i in rng.permutation(len(X)):
        y = outputs[i]
        w = w + eta * y * (X[i] - y * w)
    return w
