"""Forgets s before the logarithm. Fails: ams_is_a_significance_in_sigmas.

Says: the root of a negative number
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt(2 * (b * np.log(1 + s / b) - s))
