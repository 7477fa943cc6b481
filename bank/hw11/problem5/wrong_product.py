"""Multiplies the two. Fails: f1_score_is_the_harmonic_mean.

Says: this is the product
"""


# %%
def f1_score(precision, recall):
    return precision * recall
