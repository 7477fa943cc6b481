"""Starts to count at 1. Fails: one_hot_types_puts_a_single_one.

Says: type t stands in place t
"""


# %%
def one_hot_types(X):
    return np.eye(5)[X[..., 3].astype(int) - 1]
