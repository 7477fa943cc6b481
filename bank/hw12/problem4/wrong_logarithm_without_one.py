"""Forgets the 1 in the logarithm. Fails: ams_is_a_significance_in_sigmas.

Says: the 1 in the logarithm is missing
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt(abs(2 * ((s + b) * np.log(s / b + 1e-300) - s)))
