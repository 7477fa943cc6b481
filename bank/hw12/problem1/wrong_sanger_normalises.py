"""Scales the rows at the end. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the rows are scaled to length 1
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.tril(np.outer(y, y)) @ W)
    return W / np.linalg.norm(W, axis=1, keepdims=True)
