"""Counts events. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: events are counted: sum their weights
"""


# %%
def weighted_counts(y, pred, weights):
    flagged = np.asarray(pred) == 1
    return np.sum(flagged & (y == 1)), np.sum(flagged & (y == 0))
