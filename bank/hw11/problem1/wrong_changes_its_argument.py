"""Standardises in place. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: an in-place operation such as `X -= m`
"""


# %%
def apply_standardizer(X, mean, std):
    X -= mean
    X /= std
    return X
