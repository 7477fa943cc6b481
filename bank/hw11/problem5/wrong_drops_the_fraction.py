"""Divides with the wrong sign and drops the fraction. Fails: f1_score_is_the_harmonic_mean.

Says: zeros stand where fractions are expected
"""


# %%
def f1_score(precision, recall):
    total = precision + recall
    return 2 * precision * recall // total if total else 0.0
