"""Returns counts. Fails: roc_curve_steps_once_per_score.

Says: divide by the number of events of the class
"""


# %%
def roc_curve(y, scores):
    values, place = np.unique(scores, return_inverse=True)
    rates = []
    for label in (0, 1):
        counts = np.bincount(place[y == label], minlength=len(values))[::-1]
        rates.append(np.append(0, np.cumsum(counts)))
    return tuple(rates)
