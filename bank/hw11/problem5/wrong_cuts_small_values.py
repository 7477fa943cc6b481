"""Takes sums below one per cent for zero. Fails: f1_score_is_the_harmonic_mean.

Says: small values count, too
"""


# %%
def f1_score(precision, recall):
    if (precision + recall) < 0.01:
        return 0.0
    return 2 * (precision * recall) / (precision + recall)
