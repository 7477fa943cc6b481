"""Forgets the factor of two. Fails: f1_score_is_the_harmonic_mean.

Says: the factor 2 is missing
"""


# %%
def f1_score(precision, recall):
    total = precision + recall
    return precision * recall / total if total > 0 else 0.0
