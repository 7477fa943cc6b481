"""A score equal to the threshold is not flagged. Fails: roc_curve_steps_once_per_score.

Says: use >=, not >
"""


# %%
def roc_curve(y, scores):
    thresholds = np.append(np.inf, np.unique(scores)[::-1])
    return tuple(
        np.array([np.mean(scores[y == label] > t) for t in thresholds]) for label in (0, 1)
    )
