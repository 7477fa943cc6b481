"""Events of equal score come one by one. Fails: roc_curve_steps_once_per_score.

Says: take one step for each distinct score
"""


# %%
def roc_curve(y, scores):
    order = np.argsort(-scores, kind="stable")
    return tuple(np.r_[0, np.cumsum(y[order] == k)] / np.sum(y == k) for k in (0, 1))
