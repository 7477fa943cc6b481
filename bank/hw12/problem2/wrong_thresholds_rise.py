"""A zero, then the thresholds from the lowest to the highest. Fails: roc_curve_steps_once_per_score.

Says: the thresholds rise
"""


# %%
def roc_curve(y, scores):
    return tuple(
        np.array([0] + [np.mean(scores[y == label] >= t) for t in np.unique(scores)])
        for label in (0, 1)
    )
