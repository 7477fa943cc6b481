"""Counts the particles of each event. Fails: valid_mask_follows_the_type.

Says: one flag per row is asked for
"""


# %%
def valid_mask(X):
    return (X[..., 3] > 0).sum(axis=1)
