"""Takes the variance of the differences, which leaves their mean out. Fails:
reconstruction_error_is_one_number_per_event.

Says: this is a variance
"""


# %%
def reconstruction_error(x, xhat):
    return torch.var(x - xhat, dim=1)
