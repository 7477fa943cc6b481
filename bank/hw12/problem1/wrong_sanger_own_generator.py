"""Makes a generator of its own in each call.
Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the order is not shuffled
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in np.random.default_rng(0).permutation(X):
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.tril(np.outer(y, y)) @ W)
    return W
