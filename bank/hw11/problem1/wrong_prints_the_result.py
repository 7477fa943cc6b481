"""Prints the result and returns nothing. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the `return` line is missing
"""


# %%
def apply_standardizer(X, mean, std):
    Z = (X - mean) / std
    print(Z)
