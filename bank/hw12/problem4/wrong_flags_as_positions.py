"""Uses integer flags as positions. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: 0/1 flags are used as positions, not as a mask
"""


# %%
def weighted_counts(y, pred, weights):
    return weights[(y == 1) & pred].sum(), weights[(y == 0) & pred].sum()
