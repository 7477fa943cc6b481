"""Leaves out the brackets. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: brackets: subtract first, then divide
"""


# %%
def apply_standardizer(X, mean, std):
    return X - mean / std
