"""Averages the weights. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: this is an average weight: sum them
"""


# %%
def weighted_counts(y, pred, weights):
    flagged = np.asarray(pred) == 1
    s, b = weights[flagged & (y == 1)], weights[flagged & (y == 0)]
    return (s.mean() if len(s) else 0.0), (b.mean() if len(b) else 0.0)
