"""Takes the geometric mean. Fails: f1_score_is_the_harmonic_mean.

Says: this is the geometric mean
"""


# %%
def f1_score(precision, recall):
    return np.sqrt(precision * recall)
