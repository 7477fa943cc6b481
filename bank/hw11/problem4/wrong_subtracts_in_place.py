"""Subtracts in place, so the events are lost. Fails:
reconstruction_error_is_one_number_per_event.

Says: write the result to a new tensor
"""


# %%
def reconstruction_error(x, xhat):
    x -= xhat
    return (x**2).mean(dim=1)
