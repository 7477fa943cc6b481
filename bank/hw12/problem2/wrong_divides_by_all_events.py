"""Divides by all events. Fails: roc_curve_steps_once_per_score.

Says: the counts are divided by all events
"""


# %%
def roc_curve(y, scores):
    values, place = np.unique(scores, return_inverse=True)
    rates = []
    for label in (0, 1):
        counts = np.bincount(place[y == label], minlength=len(values))[::-1]
        rates.append(np.append(0, np.cumsum(counts)) / len(y))
    return tuple(rates)
