"""Computes y from what is left of the event. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: y is taken from the reduced x
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        new = W.copy()
        for i, row in enumerate(W):
            y = row @ x
            x = x - y * row
            new[i] = row + eta * y * x
        W = new
    return W
