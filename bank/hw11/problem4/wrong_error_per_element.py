"""Forgets to average. Fails: reconstruction_error_is_one_number_per_event.

Says: every feature has its own error
"""


# %%
def reconstruction_error(x, xhat):
    return torch.square(xhat - x)
