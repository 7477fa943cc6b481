"""Asks for an azimuth. Fails: valid_mask_follows_the_type.

Says: the azimuth decides here
"""


# %%
def valid_mask(X):
    return X[..., 2] != 0
