"""Writes the 2 before the root. Fails: ams_is_a_significance_in_sigmas.

Says: the factor 2 belongs under the root
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return 2 * np.sqrt((s + b) * np.log1p(s / b) - s)
