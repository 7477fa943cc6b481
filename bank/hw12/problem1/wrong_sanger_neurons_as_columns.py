"""Returns neurons as columns. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: neurons are rows
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * (np.outer(y, x) - np.tril(np.outer(y, y)) @ W)
    return W.T
