"""Sums over all events. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: this is all signal: sum over the flagged events only
"""


# %%
def weighted_counts(y, pred, weights):
    return weights[y == 1].sum(), weights[y == 0].sum()
