"""Adds b_reg under the logarithm only. Fails: ams_is_a_significance_in_sigmas.

Says: b_reg belongs to b in both places
"""


# %%
def ams(s, b, b_reg=10):
    return np.sqrt(abs(2 * ((s + b) * np.log1p(s / (b + b_reg)) - s)))
