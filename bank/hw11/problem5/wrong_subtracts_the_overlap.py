"""Subtracts the product below, as for a union. Fails: f1_score_is_the_harmonic_mean.

Says: the product is subtracted in the denominator: the denominator is the sum alone
"""


# %%
def f1_score(precision, recall):
    if precision + recall == 0:
        return 0.0
    return precision * recall / (precision + recall - precision * recall)
