"""Returns the length of the difference vector. Fails:
reconstruction_error_is_one_number_per_event.

Says: this is a distance: square it
"""


# %%
def reconstruction_error(x, xhat):
    return torch.linalg.norm(x - xhat, dim=1)
