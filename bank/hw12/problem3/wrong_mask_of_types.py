"""Returns the types. Fails: valid_mask_follows_the_type.

Says: these are the types: compare them with 0
"""


# %%
def valid_mask(X):
    return X[..., 3]
