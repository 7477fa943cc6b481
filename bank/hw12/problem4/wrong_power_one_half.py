"""Halves in the place of a root. Fails: ams_is_a_significance_in_sigmas.

Says: write ** 0.5
"""


# %%
def ams(s, b, b_reg=10):
    b = b + b_reg
    return (2 * ((s + b) * np.log(1 + s / b) - s)) ** 1 / 2
