"""A strict comparison with each score: never flags all. Fails: roc_curve_steps_once_per_score.

Says: the point (1, 1) is missing
"""


# %%
def roc_curve(y, scores):
    steps = np.unique(scores)[::-1]
    return tuple((scores[y == k][None, :] > steps[:, None]).mean(1) for k in (0, 1))
