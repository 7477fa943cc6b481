"""Gives empty rows no 1. Fails: one_hot_types_puts_a_single_one.

Says: type 0 is left without a 1
"""


# %%
def one_hot_types(X):
    out = np.zeros((*X.shape[:2], 5))
    for t in range(1, 5):
        out[..., t] = X[..., 3] == t
    return out
