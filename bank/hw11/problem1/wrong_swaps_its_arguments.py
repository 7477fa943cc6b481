"""Has its two last parameters in the other order. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: mean and std are exchanged: keep the order of the parameters
"""


# %%
def apply_standardizer(X, std, mean):
    return (X - mean) / std
