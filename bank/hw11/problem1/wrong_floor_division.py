"""Divides with two slashes. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: whole numbers are returned
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - mean) // std
