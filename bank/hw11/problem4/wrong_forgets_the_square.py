"""Averages differences with their signs. Fails: reconstruction_error_is_one_number_per_event.

Says: the differences are not squared, so that they cancel
"""


# %%
def reconstruction_error(x, xhat):
    errors = []
    for event, rebuilt in zip(x, xhat):
        errors.append((rebuilt - event).mean().item())
    return np.array(errors)
