"""Takes the triangle of the weights. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: tril is taken of W
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.outer(y, y) @ np.tril(W))
    return W
