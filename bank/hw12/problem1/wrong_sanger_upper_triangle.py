"""Takes the upper triangle. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the wrong triangle
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.triu(np.outer(y, y)) @ W)
    return W
