"""Returns the change. Fails: hebb_step_grows_along_the_covariance.

Says: this is the change alone
"""


# %%
def hebb_step(w, S, eta):
    return eta * S @ w
