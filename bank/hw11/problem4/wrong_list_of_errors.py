"""Collects the errors in a list. Fails: reconstruction_error_is_one_number_per_event.

Says: torch.stack(errors)
"""


# %%
def reconstruction_error(x, xhat):
    errors = []
    for event, rebuilt in zip(x, xhat):
        errors.append(((event - rebuilt) ** 2).mean())
    return errors
