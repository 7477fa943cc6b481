"""Returns per cent. Fails: f1_score_is_the_harmonic_mean.

Says: per cent: return shares between 0 and 1
"""


# %%
def f1_score(precision, recall):
    if not (precision or recall):
        return 0.0
    return 200 * precision * recall / (precision + recall)
