"""Takes std for a variance and divides by its root. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: the division is by the root of std
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - mean) / np.sqrt(std)
