"""Catches the error of Python numbers, which numpy numbers do not raise. Fails: f1_score_is_the_harmonic_mean.

Says: raises no ZeroDivisionError
"""


# %%
def f1_score(precision, recall):
    try:
        return 2 * precision * recall / (precision + recall)
    except ZeroDivisionError:
        return 0.0
