"""Multiplies by the spread. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the product with std is returned
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - mean) * std
