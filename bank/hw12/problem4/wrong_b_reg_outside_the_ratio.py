"""Forgets brackets around b + b_reg. Fails: ams_is_a_significance_in_sigmas.

Says: s / b + b_reg needs brackets
"""


# %%
def ams(s, b, b_reg=10):
    return np.sqrt(2 * ((s + b + b_reg) * np.log(1 + s / b + b_reg) - s))
