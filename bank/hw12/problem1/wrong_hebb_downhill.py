"""Goes downhill. Fails: hebb_step_grows_along_the_covariance.

Says: the change is subtracted
"""


# %%
def hebb_step(w, S, eta):
    return w - eta * S @ w
