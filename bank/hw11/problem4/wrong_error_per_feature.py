"""Averages over the events. Fails: reconstruction_error_is_one_number_per_event.

Says: the average runs over the events
"""


# %%
def reconstruction_error(x, xhat):
    return ((x - xhat) ** 2).mean(dim=0)
