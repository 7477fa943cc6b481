"""Takes a fraction of the largest score. Fails: anomaly_threshold_leaves_frac_above.

Says: this is a fraction of the largest score or of the range: frac is a fraction of the number of scores
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    return (1 - frac) * scores.max()
