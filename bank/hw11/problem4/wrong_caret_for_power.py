"""Writes ^ for a power, which torch does not know for floats. Fails:
reconstruction_error_is_one_number_per_event.

Says: such as ^ where ** is meant
"""


# %%
def reconstruction_error(x, xhat):
    return ((x - xhat) ^ 2).mean(dim=1)
