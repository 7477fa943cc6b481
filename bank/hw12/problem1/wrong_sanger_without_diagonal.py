"""Leaves the diagonal out. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: with the diagonal
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.tril(np.outer(y, y), -1) @ W)
    return W
