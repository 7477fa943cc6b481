"""Divides the sum over the features by the number of events. Fails:
reconstruction_error_is_one_number_per_event.

Says: the sum is divided by the number of events
"""


# %%
def reconstruction_error(x, xhat):
    return ((x - xhat) ** 2).sum(dim=1) / len(x)
