"""Averages the changes of all events. Fails: oja_epoch_forgets_as_fast_as_it_learns.

Says: the changes are averaged
"""


# %%
def oja_epoch(w, X, eta, rng):
    y = X @ w
    return w + eta * np.mean(y[:, None] * (X - y[:, None] * w), axis=0)
