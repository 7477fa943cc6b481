"""The point (0, 0) is missing. Fails: roc_curve_steps_once_per_score.

Says: the point (0, 0) is missing
"""


# %%
def roc_curve(y, scores):
    values, place = np.unique(scores, return_inverse=True)
    rates = []
    for label in (0, 1):
        counts = np.bincount(place[y == label], minlength=len(values))[::-1]
        rates.append(np.cumsum(counts) / counts.sum())
    return tuple(rates)
