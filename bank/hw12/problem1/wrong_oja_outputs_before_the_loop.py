"""Computes all outputs before the loop. Fails: oja_epoch_makes_one_step_for_each_event.

Says: all events see the first w, or its outputs
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths, outputs = [], X @ w
    for i in order:
        w = w + eta * outputs[i] * (X[i] - outputs[i] * w)
        lengths.append(np.linalg.norm(w))
    return w, lengths
