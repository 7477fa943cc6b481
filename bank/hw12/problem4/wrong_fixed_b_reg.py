"""Always adds 10. Fails: ams_is_a_significance_in_sigmas.

Says: b_reg is not used
"""


# %%
def ams(s, b, b_reg=10):
    b = b + 10
    return np.sqrt(2 * ((s + b) * np.log1p(s / b) - s))
