"""Sums over what is not flagged. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: this is the signal that was missed: sum over the flagged events
"""


# %%
def weighted_counts(y, pred, weights):
    quiet = np.asarray(pred) == 0
    return weights[quiet & (y == 1)].sum(), weights[quiet & (y == 0)].sum()
