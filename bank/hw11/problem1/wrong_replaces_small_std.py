"""Replaces a std below 1, for a stable division. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: a small std is replaced
"""


# %%
def apply_standardizer(X, mean, std):
    safe = np.where(std < 1, 1, std)
    return (X - mean) / safe
