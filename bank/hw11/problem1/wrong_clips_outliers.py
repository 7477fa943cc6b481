"""Clips events at five spreads. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: values are cut off
"""


# %%
def apply_standardizer(X, mean, std):
    Z = (X - mean) / std
    return Z.clip(-5, 5)
