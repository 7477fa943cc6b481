"""Adds a thousandth to the denominator. Fails: f1_score_is_the_harmonic_mean.

Says: a number is added to the denominator, which changes small values: leave it out
"""


# %%
def f1_score(precision, recall):
    eps = 1e-3
    return 2 * precision * recall / (precision + recall + eps)
