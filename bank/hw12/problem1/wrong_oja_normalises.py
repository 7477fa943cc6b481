"""Scales w to length 1 after each step. Fails: oja_epoch_makes_one_step_for_each_event.

Says: the rule alone does that
"""


# %%
def oja_epoch(w, X, eta, order):
    lengths = []
    for i in order:
        y = w @ X[i]
        w = w + eta * y * (X[i] - y * w)
        lengths.append(np.linalg.norm(w))
        w = w / max(lengths[-1], 1e-300)
    return w, lengths
