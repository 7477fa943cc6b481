"""Starts the grid at zero. Fails: scan_thresholds_finds_the_best_f1.

Says: the grid starts at 0
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(0, scores_normal.max(), n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
