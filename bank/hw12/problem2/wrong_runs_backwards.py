"""Begins with the lowest threshold. Fails: roc_curve_steps_once_per_score.

Says: the curve runs from 1 to 0
"""


# %%
def roc_curve(y, scores):
    values, place = np.unique(scores, return_inverse=True)
    rates = []
    for label in (0, 1):
        counts = np.bincount(place[y == label], minlength=len(values))[::-1]
        rates.append(np.append(0, np.cumsum(counts)) / counts.sum())
    return tuple(r[::-1] for r in rates)
