"""Loses the events. Fails: one_hot_types_puts_a_single_one.

Says: keep shape (n, m, 5)
"""


# %%
def one_hot_types(X):
    return np.eye(5)[X[..., 3].astype(int).ravel()]
