"""Has four places. Fails: one_hot_types_puts_a_single_one.

Says: type 0 has no place
"""


# %%
def one_hot_types(X):
    return np.eye(5)[X[..., 3].astype(int)][..., 1:]
