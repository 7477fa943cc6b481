"""Changes the weights of the caller. Fails: hebb_step_grows_along_the_covariance.

Says: an in-place operation
"""


# %%
def hebb_step(w, S, eta):
    w += eta * S @ w
    return w
