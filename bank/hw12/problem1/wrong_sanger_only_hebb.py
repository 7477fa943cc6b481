"""Takes nothing away. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: this is Hebb's rule
"""


# %%
def sanger_epoch(W, X, eta, order):
    for i in order:
        W = W + eta * np.outer(W @ X[i], X[i])
    return W
