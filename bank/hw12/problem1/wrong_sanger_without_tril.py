"""Subtracts the sum over all neurons. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: neuron i subtracts only those up to i
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.outer(y, y) @ W)
    return W
