"""Ends the return line with a comma, which makes a tuple. Fails: f1_score_is_the_harmonic_mean.

Says: a comma after a number makes a tuple of it
"""


# %%
def f1_score(precision, recall):
    if precision + recall == 0:
        return 0.0
    return (2 * precision * recall / (precision + recall),)
