"""Forgets to sort. Fails: anomaly_threshold_leaves_frac_above.

Says: the scores are not sorted: the score at this position is there by chance
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    n_above = int(frac * len(scores))
    return scores[-n_above]
