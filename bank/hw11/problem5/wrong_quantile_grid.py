"""Lays the grid out in quantiles. Fails: scan_thresholds_finds_the_best_f1.

Says: not equally spaced thresholds
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.quantile(scores_normal, np.linspace(0, 1, n_steps))
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    k = int(np.argmax(f1))
    return float(grid[k]), float(f1[k])
