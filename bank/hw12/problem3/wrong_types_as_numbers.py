"""Returns the types. Fails: one_hot_types_puts_a_single_one.

Says: these are the types themselves
"""


# %%
def one_hot_types(X):
    return X[..., 3].astype(int)
