"""Returns the position in the sorted scores. Fails: anomaly_threshold_leaves_frac_above.

Says: this is a position or a count: return the score at that position
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    order = np.argsort(scores)
    return int((1 - frac) * len(order))
