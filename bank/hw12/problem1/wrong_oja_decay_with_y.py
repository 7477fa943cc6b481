"""Multiplies only the event by the output. Fails: oja_epoch_makes_one_step_for_each_event.

Says: the output must multiply the whole bracket
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        y = w @ X[i]
        w = w + eta * (y * X[i] - y * w)
        lengths.append(np.linalg.norm(w))
    return w, lengths
