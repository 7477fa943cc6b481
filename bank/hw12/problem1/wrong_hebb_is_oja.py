"""Averages Oja's rule. Fails: hebb_step_grows_along_the_covariance.

Says: nothing is taken off here
"""


# %%
def hebb_step(w, S, eta):
    change = S @ w
    return w + eta * (change - (w @ change) * w)
