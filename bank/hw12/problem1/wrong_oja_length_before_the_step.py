"""Notes the length before each step. Fails: oja_epoch_makes_one_step_for_each_event.

Says: lengths holds the length after each step
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        lengths.append(np.linalg.norm(w))
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
    return w, lengths
