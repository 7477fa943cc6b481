"""Leaves out the step size. Fails: hebb_step_grows_along_the_covariance.

Says: eta is not used
"""


# %%
def hebb_step(w, S, eta):
    return w + S @ w
