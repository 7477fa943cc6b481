"""Calls fit_standardizer on the events that it is given. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: centred and scaled by their own mean and std
"""


# %%
def apply_standardizer(X, mean=None, std=None):
    mean, std = fit_standardizer(X)
    return (X - mean) / std
