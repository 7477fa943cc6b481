"""Standardises with the mean and std of the argument. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: centred and scaled by their own mean and std
"""


# %%
def apply_standardizer(X, mean, std):
    return (X - X.mean(axis=0)) / X.std(axis=0)
