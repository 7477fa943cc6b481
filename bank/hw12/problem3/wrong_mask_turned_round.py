"""Marks the empty rows. Fails: valid_mask_follows_the_type.

Says: this is the other way round
"""


# %%
def valid_mask(X):
    return X[..., 3] == 0
