"""Takes the approximation for small s. Fails: ams_is_a_significance_in_sigmas.

Says: this is s/√b, which holds for small s only
"""


# %%
def ams(s, b, b_reg=10):
    return s / np.sqrt(b + b_reg)
