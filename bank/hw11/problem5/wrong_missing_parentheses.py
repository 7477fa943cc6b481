"""Divides by the precision and adds the recall. Fails: f1_score_is_the_harmonic_mean.

Says: parentheses are missing
"""


# %%
def f1_score(precision, recall):
    if precision == 0:
        return 0.0
    return 2 * precision * recall / precision + recall
