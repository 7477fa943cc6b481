"""Adds up right and wrong events. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: these are the rightly flagged and unflagged events
"""


# %%
def weighted_counts(y, pred, weights):
    right = np.asarray(pred) == y
    return weights[right].sum(), weights[~right].sum()
