"""Writes the type in its place. Fails: one_hot_types_puts_a_single_one.

Says: the 1 is the number of the type
"""


# %%
def one_hot_types(X):
    return np.eye(5)[X[..., 3].astype(int)] * np.arange(5)
