"""Forgets to invert the mean of the inverses. Fails: f1_score_is_the_harmonic_mean.

Says: this is 1 divided by what is expected: numerator and denominator are exchanged
"""


# %%
def f1_score(precision, recall):
    if precision == 0 or recall == 0:
        return 0.0
    return np.mean([1 / precision, 1 / recall])
