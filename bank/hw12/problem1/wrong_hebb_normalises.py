"""Scales w to length 1. Fails: hebb_step_grows_along_the_covariance.

Says: w is scaled to length 1
"""


# %%
def hebb_step(w, S, eta):
    w = w + eta * S @ w
    return w / np.linalg.norm(w)
