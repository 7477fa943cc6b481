"""Averages the differences first and squares afterwards. Fails:
reconstruction_error_is_one_number_per_event.

Says: differences are averaged before they are squared
"""


# %%
def reconstruction_error(x, xhat):
    return (x - xhat).mean(dim=1) ** 2
