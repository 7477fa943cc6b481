"""Clips events at twenty spreads. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: events far away are cut off
"""


# %%
def apply_standardizer(X, mean, std):
    Z = (X - mean) / std
    return np.clip(Z, -20, 20)
