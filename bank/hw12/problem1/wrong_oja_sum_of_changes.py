"""Adds up the changes of all events from one w. Fails: oja_epoch_makes_one_step_for_each_event.

Says: all events see the first w, or its outputs
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths, start = [], w
    for i in order:
        y = start @ X[i]
        w = w + eta * y * (X[i] - y * start)
        lengths.append(np.linalg.norm(w))
    return w, lengths
