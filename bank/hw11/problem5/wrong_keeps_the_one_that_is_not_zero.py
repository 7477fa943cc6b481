"""Returns the other one where one of the two is zero. Fails: f1_score_is_the_harmonic_mean.

Says: this is one of the two, not their mean
"""


# %%
def f1_score(precision, recall):
    if precision == 0 or recall == 0:
        return max(precision, recall)
    return 2 * precision * recall / (precision + recall)
