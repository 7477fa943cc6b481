"""Lets all events see the old w. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: all events see the same old w
"""


# %%
def oja_epoch(w, X, eta, rng):
    y = X @ w
    return w + eta * np.sum(y[:, None] * (X - y[:, None] * w), axis=0)
