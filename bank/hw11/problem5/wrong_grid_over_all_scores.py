"""Spans the grid over the scores of all events. Fails: scan_thresholds_finds_the_best_f1.

Says: the grid spans all scores
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_all.min(), scores_all.max(), n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
