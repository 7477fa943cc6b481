"""Takes the scores for normally distributed. Fails: anomaly_threshold_leaves_frac_above.

Says: quantiles of a normal distribution only
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return scores.mean() + 1.645 * scores.std()
