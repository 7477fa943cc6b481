"""Applies Oja's rule to each row. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: each neuron takes away its own part only
"""


# %%
def sanger_epoch(W, X, eta, order):
    for i in order:
        y = W @ X[i]
        W = W + eta * (np.outer(y, X[i]) - np.diag(y * y) @ W)
    return W
