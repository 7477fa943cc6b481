"""Keeps the averaged axis. Fails: reconstruction_error_is_one_number_per_event.

Says: leave out keepdim
"""


# %%
def reconstruction_error(x, xhat):
    return (x - xhat).pow(2).mean(dim=1, keepdim=True)
