"""Returns distances to the mean, without a sign. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the signs are lost
"""


# %%
def apply_standardizer(X, mean, std):
    """How many spreads away from the mean?"""
    return np.abs(X - mean) / std
