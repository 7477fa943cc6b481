"""Says one where both are zero. Fails: f1_score_is_the_harmonic_mean.

Says: our contract says 0 here, not 1
"""


# %%
def f1_score(precision, recall):
    s = precision + recall
    return 1.0 if s == 0 else 2 * precision * recall / s
