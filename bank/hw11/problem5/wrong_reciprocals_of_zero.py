"""Divides by each of the two, of which one may be zero. Fails: f1_score_is_the_harmonic_mean.

Says: a denominator can be zero
"""


# %%
def f1_score(precision, recall):
    if precision + recall == 0:
        return 0.0
    return 2 / (1 / precision + 1 / recall)
