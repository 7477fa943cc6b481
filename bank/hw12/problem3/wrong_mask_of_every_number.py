"""Compares every number. Fails: valid_mask_follows_the_type.

Says: one for each row is asked for
"""


# %%
def valid_mask(X):
    return X != 0
