"""Sets the bracket wrongly. Fails: ams_is_a_significance_in_sigmas.

Says: only the logarithm is multiplied by s + b + b_reg
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return np.sqrt(abs(2 * ((s + b) * (np.log1p(s / b) - s))))
