"""Counts from the wrong end of the sorted scores. Fails: anomaly_threshold_leaves_frac_above.

Says: the fraction frac lies below this number: it must lie above
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    ordered = sorted(scores, reverse=True)
    return ordered[int(len(ordered) * (1 - frac))]
