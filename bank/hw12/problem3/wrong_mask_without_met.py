"""Starts at type 2. Fails: valid_mask_follows_the_type.

Says: the MET is left out
"""


# %%
def valid_mask(X):
    return X[..., 3] > 1
