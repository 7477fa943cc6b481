"""Ignores b_reg. Fails: ams_is_a_significance_in_sigmas.

Says: b_reg is not used
"""


# %%
def ams(s, b, b_reg=10):
    return np.sqrt(np.maximum(0, 2 * ((s + b) * np.log1p(s / max(b, 1e-9)) - s)))
