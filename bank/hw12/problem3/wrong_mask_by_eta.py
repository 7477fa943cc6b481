"""Asks for a pseudorapidity. Fails: valid_mask_follows_the_type.

Says: the pseudorapidity decides here
"""


# %%
def valid_mask(X):
    return X[..., 1] != 0
