"""Has places for types that occur. Fails: one_hot_types_puts_a_single_one.

Says: always give five
"""


# %%
def one_hot_types(X):
    kinds = np.unique(X[..., 3])
    return (X[..., 3:] == kinds).astype(float)
