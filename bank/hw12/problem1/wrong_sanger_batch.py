"""Lets all events see the old weights. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: all events see the same old W
"""


# %%
def sanger_epoch(W, X, eta, rng):
    Y = X @ W.T
    return W + eta * (Y.T @ X - np.tril(Y.T @ Y) @ W)
