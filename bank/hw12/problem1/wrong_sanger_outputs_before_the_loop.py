"""Computes all outputs before the loop. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: all events see the first W
"""


# %%
def sanger_epoch(W, X, eta, order):
    outputs = X @ W.T
    for i in order:
        y = outputs[i]
        W = W + eta * (np.outer(y, X[i]) - np.tril(np.outer(y, y)) @ W)
    return W
