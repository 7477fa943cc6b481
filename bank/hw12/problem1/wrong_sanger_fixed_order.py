"""Goes through the events from the first to the last. Fails:
sanger_epoch_lets_earlier_neurons_explain_first.

Says: order is not followed
"""


# %%
def sanger_epoch(W, X, eta, order):
    for i in range(len(X)):
        y = W @ X[i]
        W = W + eta * (np.outer(y, X[i]) - np.tril(np.outer(y, y)) @ W)
    return W
