"""Takes the decimal logarithm. Fails: ams_is_a_significance_in_sigmas.

Says: the logarithm is the natural one
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt(abs(2 * ((s + b) * np.log10(1 + s / b) - s)))
