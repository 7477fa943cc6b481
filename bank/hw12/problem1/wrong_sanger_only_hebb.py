"""Leaves the decay out. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: nothing is forgotten
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * np.outer(y, x)
    return W
