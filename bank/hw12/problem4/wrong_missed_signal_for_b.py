"""Takes the missed signal for b. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: this is the signal that was missed: b is flagged background
"""


# %%
def weighted_counts(y, pred, weights):
    flagged = np.asarray(pred) == 1
    return weights[flagged & (y == 1)].sum(), weights[~flagged & (y == 1)].sum()
