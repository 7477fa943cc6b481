"""Takes the worst feature of each event. Fails: reconstruction_error_is_one_number_per_event.

Says: this is the largest squared error of an event
"""


# %%
def reconstruction_error(x, xhat):
    return ((x - xhat) ** 2).max(dim=1).values
