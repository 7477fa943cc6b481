"""Adds a small number to each std, against a division by zero. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: a small std is replaced, or a number is added to it
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - mean) / (std + 1e-8)
