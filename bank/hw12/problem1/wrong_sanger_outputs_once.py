"""Takes old outputs, row after row. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the rows change one after the other
"""


# %%
def sanger_epoch(W, X, eta, order):
    W = W.copy()
    for k in order:
        y = W @ X[k]
        for i in range(len(W)):
            W[i] = W[i] + eta * y[i] * (X[k] - y[: i + 1] @ W[: i + 1])
    return W
