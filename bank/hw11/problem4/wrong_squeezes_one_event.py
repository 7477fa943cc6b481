"""Squeezes the result, which leaves a bare number for a single event. Fails:
reconstruction_error_is_one_number_per_event.

Says: an axis of length 1 is lost: np.squeeze drops it
"""


# %%
def reconstruction_error(x, xhat):
    errors = nn.functional.mse_loss(xhat, x, reduction="none")
    return errors.mean(dim=1).squeeze()
