"""Sums the squares and forgets the factor 1/d. Fails:
reconstruction_error_is_one_number_per_event.

Says: a sum where an average is meant
"""


# %%
def reconstruction_error(x, xhat):
    difference = x - xhat
    return (difference * difference).sum(dim=-1)
