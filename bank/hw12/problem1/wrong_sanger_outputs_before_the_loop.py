"""Computes all outputs before the loop. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: compute y anew in every step
"""


# %%
def sanger_epoch(W, X, eta, rng):
    Y = X @ W.T
    for i in rng.permutation(len(X)):
        W = W + eta * (np.outer(Y[i], X[i]) - np.tril(np.outer(Y[i], Y[i])) @ W)
    return W
