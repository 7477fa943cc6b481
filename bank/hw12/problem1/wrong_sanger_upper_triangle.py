"""Takes the upper triangle. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: a neuron takes away the parts of those that come after it
"""


# %%
def sanger_epoch(W, X, eta, order):
    for i in order:
        y = W @ X[i]
        W = W + eta * (np.outer(y, X[i]) - np.triu(np.outer(y, y)) @ W)
    return W
