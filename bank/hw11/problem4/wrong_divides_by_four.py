"""Divides by four, the number of features of the notebook. Fails:
reconstruction_error_is_one_number_per_event.

Says: the division is by a fixed number of features
"""


# %%
def reconstruction_error(x, xhat):
    d = 4
    return torch.sum((x - xhat) ** 2, axis=1) / d
