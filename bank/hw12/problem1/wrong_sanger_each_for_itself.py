"""Lets each neuron follow Oja's rule. Fails: sanger_epoch_lets_earlier_neurons_explain_first.

Says: each neuron subtracts itself only
"""


# %%
def sanger_epoch(W, X, eta, rng):
    for x in X[rng.permutation(len(X))]:
        y = W @ x
        W = W + eta * y[:, None] * (x - y[:, None] * W)
    return W
