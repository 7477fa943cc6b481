"""Collects the errors in an array of whole numbers. Fails:
reconstruction_error_is_one_number_per_event.

Says: whole numbers are returned: keep the fractions
"""


# %%
def reconstruction_error(x, xhat):
    errors = np.zeros(len(x), dtype=int)
    for i in range(len(x)):
        errors[i] = ((x[i] - xhat[i]) ** 2).mean()
    return errors
