"""Returns in one branch only. Fails: f1_score_is_the_harmonic_mean.

Says: no `return` line is reached in this case
"""


# %%
def f1_score(precision, recall):
    if precision + recall > 0:
        return 2 * precision * recall / (precision + recall)
