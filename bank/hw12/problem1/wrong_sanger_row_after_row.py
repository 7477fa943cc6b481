"""Changes one row after the other. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: the rows change one after the other
"""


# %%
def sanger_epoch(W, X, eta, order):
    W = W.copy()
    for i in order:
        for j in range(len(W)):
            y = W[: j + 1] @ X[i]
            W[j] = W[j] + eta * y[j] * (X[i] - y @ W[: j + 1])
    return W
