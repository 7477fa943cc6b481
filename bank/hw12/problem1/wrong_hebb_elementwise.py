"""Multiplies element by element. Fails: hebb_step_grows_along_the_covariance.

Says: products of elements
"""


# %%
def hebb_step(w, S, eta):
    return w + eta * S * w
