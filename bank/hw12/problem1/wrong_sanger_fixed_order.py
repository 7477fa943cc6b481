"""Takes the events as they come. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the order is not shuffled
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.tril(np.outer(y, y)) @ W)
    return W
