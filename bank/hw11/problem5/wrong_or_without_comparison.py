"""Writes `or` so that every precision counts as zero. Fails: f1_score_is_the_harmonic_mean.

Says: `if precision or recall == 0` is true whenever precision is not 0, so compare each with 0
"""


# %%
def f1_score(precision, recall):
    if precision or recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall)
