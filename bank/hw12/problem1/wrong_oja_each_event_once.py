"""Shows each event of the order once. Fails: oja_epoch_makes_one_step_for_each_event.

Says: order is not followed
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in np.unique(order):
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
        lengths.append(np.linalg.norm(w))
    return w, lengths
