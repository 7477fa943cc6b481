"""Takes all flagged events for b. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: this is everything that is flagged: b is its background only
"""


# %%
def weighted_counts(y, pred, weights):
    flagged = np.asarray(pred) == 1
    return weights[flagged & (y == 1)].sum(), weights[flagged].sum()
