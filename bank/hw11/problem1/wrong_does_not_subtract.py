"""Scales without centring. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the mean is not subtracted
"""


# %%
def apply_standardizer(X, mean, std):
    Z = np.array([row / std for row in X])
    return Z
