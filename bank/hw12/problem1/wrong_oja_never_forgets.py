"""Leaves the decay out. Fails: oja_epoch_makes_one_step_for_each_event.

Says: this is Hebb's rule
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        y = w @ X[i]
        w = w + eta * y * X[i]
        lengths.append(np.linalg.norm(w))
    return w, lengths
