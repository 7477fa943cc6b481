"""Subtracts the events from the mean. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the wrong way round: subtract the mean from X
"""


# %%
def apply_standardizer(X, mean, std):
    return (mean - X) / std
