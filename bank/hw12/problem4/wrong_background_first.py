"""Returns b before s. Fails: weighted_counts_sums_weights_of_flagged_events.

Says: the pair is swapped: return s first
"""


# %%
def weighted_counts(y, pred, weights):
    flagged = np.asarray(pred) == 1
    return weights[flagged & (y == 0)].sum(), weights[flagged & (y == 1)].sum()
