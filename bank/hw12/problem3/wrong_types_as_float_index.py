"""Indexes with floats. Fails: one_hot_types_puts_a_single_one.

Says: types are stored as floats
"""


# %%
def one_hot_types(X):
    return np.eye(5)[X[..., 3]]
