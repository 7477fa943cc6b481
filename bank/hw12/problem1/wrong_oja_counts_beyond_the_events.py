"""Takes the counter for the number of the event. Fails: oja_epoch_makes_one_step_for_each_event.

Says: a counter i stands where order[i] is meant
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in range(len(order)):
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
        lengths.append(np.linalg.norm(w))
    return w, lengths
