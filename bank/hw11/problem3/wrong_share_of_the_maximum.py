"""Takes a fraction of the largest score. Fails: anomaly_threshold_leaves_frac_above.

Says: a fraction of the largest score is not a fraction of the events
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return (1 - frac) * scores.max()
