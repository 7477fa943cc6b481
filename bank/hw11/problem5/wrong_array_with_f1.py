"""Returns an array with one number. Fails: f1_score_is_the_harmonic_mean.

Says: return f1 by itself, without a list or an axis around it
"""


# %%
def f1_score(precision, recall):
    if precision + recall == 0:
        return np.array([0.0])
    return np.array([2 * precision * recall / (precision + recall)])
