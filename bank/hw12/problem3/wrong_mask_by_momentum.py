"""Asks for momentum. Fails: valid_mask_follows_the_type.

Says: the momentum decides here
"""


# %%
def valid_mask(X):
    return X[:, :, 0] > 0
