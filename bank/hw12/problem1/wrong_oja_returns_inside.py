"""Returns inside the loop. Fails: oja_epoch_makes_one_step_for_each_event.

Says: `return` stands inside it
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
        lengths.append(np.linalg.norm(w))
        return w, lengths
