"""Doubles the first term only. Fails: ams_is_a_significance_in_sigmas.

Says: the factor 2 multiplies the whole bracket
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt(2 * (s + b) * np.log(1 + s / b) - s)
