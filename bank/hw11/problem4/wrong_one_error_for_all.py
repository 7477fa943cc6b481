"""Averages over events and features. Fails: reconstruction_error_is_one_number_per_event.

Says: keep one per event
"""


# %%
def reconstruction_error(x, xhat):
    return ((x - xhat) ** 2).mean()
