"""Scales the rows to length 1 after each step. Fails:
sanger_epoch_lets_earlier_neurons_explain_first.

Says: rows are scaled to length 1
"""


# %%
def sanger_epoch(W, X, eta, order):
    for i in order:
        y = W @ X[i]
        W = W + eta * (np.outer(y, X[i]) - np.tril(np.outer(y, y)) @ W)
        W = W / np.maximum(np.linalg.norm(W, axis=1, keepdims=True), 1e-300)
    return W
