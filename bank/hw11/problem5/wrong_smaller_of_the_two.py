"""Takes the smaller of the two. Fails: f1_score_is_the_harmonic_mean.

Says: one of the two, not their mean
"""


# %%
def f1_score(precision, recall):
    return min(precision, recall)
