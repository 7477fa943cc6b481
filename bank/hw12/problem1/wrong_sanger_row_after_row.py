"""Changes the rows one after the other. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the rows change one after the other
"""


# %%
def sanger_epoch(W, X, eta, rng):
    W = W.copy()
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        for i in range(len(W)):
            W[i] += eta * y[i] * (x - y[: i + 1] @ W[: i + 1])
    return W
