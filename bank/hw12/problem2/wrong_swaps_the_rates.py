"""Returns tpr first. Fails: roc_curve_steps_once_per_score.

Says: fpr and tpr are swapped
"""


# %%
def roc_curve(y, scores):
    values, place = np.unique(scores, return_inverse=True)
    rates = []
    for label in (1, 0):
        counts = np.bincount(place[y == label], minlength=len(values))[::-1]
        rates.append(np.append(0, np.cumsum(counts)) / counts.sum())
    return tuple(rates)
