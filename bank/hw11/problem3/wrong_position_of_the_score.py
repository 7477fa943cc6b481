"""Returns the position in the sorted scores. Fails: anomaly_threshold_leaves_frac_above.

Says: not the score that stands there
"""


# %%
def anomaly_threshold(scores, frac=0.05):
    order = np.argsort(scores)
    return int((1 - frac) * len(order))
