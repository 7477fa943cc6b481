"""One threshold for each event, equal ones repeated. Fails: roc_curve_steps_once_per_score.

Says: take each distinct score once
"""


# %%
def roc_curve(y, scores):
    thresholds = np.append(np.inf, np.sort(scores)[::-1])
    return tuple(
        np.array([np.mean(scores[y == label] >= t) for t in thresholds]) for label in (0, 1)
    )
