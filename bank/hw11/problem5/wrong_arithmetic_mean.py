"""Takes the arithmetic mean. Fails: f1_score_is_the_harmonic_mean.

Says: this is the arithmetic mean
"""


# %%
def f1_score(precision, recall):
    return (precision + recall) / 2
