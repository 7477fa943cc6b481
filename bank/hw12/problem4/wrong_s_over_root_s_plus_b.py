"""Takes another approximation. Fails: ams_is_a_significance_in_sigmas.

Says: this is s/√(s+b), another approximation
"""


# %%
def ams(s, b, b_reg=10):
    return s / np.sqrt(s + b + b_reg)
