"""Divides by the square of the spread. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the division is by the variance
"""


# %%
def apply_standardizer(X, mean, std):
    Z = X - mean
    Z = Z / np.square(std)
    return Z
