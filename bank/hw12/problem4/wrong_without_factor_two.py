"""Forgets the factor 2. Fails: ams_is_a_significance_in_sigmas.

Says: the factor 2 is missing
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt((s + b) * np.log1p(s / b) - s)
