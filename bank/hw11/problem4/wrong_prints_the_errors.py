"""Prints the errors and returns nothing. Fails: reconstruction_error_is_one_number_per_event.

Says: the `return` line is missing
"""


# %%
def reconstruction_error(x, xhat):
    e = ((x - xhat) ** 2).mean(dim=1)
    print(e)
