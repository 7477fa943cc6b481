"""Applies mean and std along the events. Fails: apply_standardizer_uses_the_numbers_it_is_given.

Says: operands could not be broadcast together
Says: the shapes of the arrays do not fit
"""


# %%
def apply_standardizer(X, mean, std):
    return ((X.T - mean) / std).T
