"""Changes the weights that it is given. Fails: oja_epoch_makes_one_step_for_each_event.

Says: write the result to a new array
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        y = w @ X[i]
        w += eta * y * (X[i] - y * w)
        lengths.append(np.linalg.norm(w))
    return w, lengths
