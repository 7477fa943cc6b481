"""Writes zeros for features with std 1, which never changed. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: X may hold events in which it changes
"""


# %%
def apply_standardizer(X, mean, std):
    return np.where(std == 1.0, 0.0, (X - mean) / std)
