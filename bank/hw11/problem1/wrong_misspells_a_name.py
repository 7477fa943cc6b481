"""Uses a name that is defined nowhere. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: a name that is misspelt
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - mu) / sigma
