"""Divides zero by zero. Fails: f1_score_is_the_harmonic_mean.

Says: a denominator can be zero: test it before you divide
"""


# %%
def f1_score(precision, recall):
    return 2 * precision * recall / (precision + recall)
