"""Averages absolute differences. Fails: reconstruction_error_is_one_number_per_event.

Says: these are absolute errors: square them
"""


# %%
def reconstruction_error(x, xhat):
    return torch.abs(x - xhat).mean(dim=1)
