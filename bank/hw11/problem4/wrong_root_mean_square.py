"""Takes the root of the mean square. Fails: reconstruction_error_is_one_number_per_event.

Says: this is the root of what is expected
"""


# %%
def reconstruction_error(x, xhat):
    mse = torch.mean((x - xhat) ** 2, dim=1)
    return torch.sqrt(mse)
