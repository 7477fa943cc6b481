"""A precision in the place of tpr. Fails: roc_curve_steps_once_per_score.

Says: that is a precision
"""


# %%
def roc_curve(y, scores):
    fpr, tpr = [0.0], [0.0]
    for t in np.unique(scores)[::-1]:
        flagged = scores >= t
        fpr.append(np.sum(flagged & (y == 0)) / np.sum(y == 0))
        tpr.append(np.sum(flagged & (y == 1)) / np.sum(flagged))
    return np.array(fpr), np.array(tpr)
