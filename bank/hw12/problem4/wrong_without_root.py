"""Forgets the root. Fails: ams_is_a_significance_in_sigmas.

Says: the root is missing
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return 2 * ((s + b) * np.log1p(s / b) - s)
