"""Rounds to three digits, which looks like the geometric mean for small values. Fails: f1_score_is_the_harmonic_mean.

Says: the numbers are rounded
"""


# %%
def f1_score(precision, recall):
    if precision + recall == 0:
        return 0.0
    return round(2 * precision * recall / (precision + recall), 3)
