"""Counts positions from one and returns the threshold before the best. Fails: scan_thresholds_finds_the_best_f1.

Says: the returned F1 belongs to the next threshold of the grid: return that threshold
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    best_i, best_f1 = 0, 0.0
    for i, t in enumerate(grid):
        f1 = f1_score(*precision_recall(y_all, scores_all > t))
        if f1 > best_f1:
            best_i, best_f1 = i, f1
    return grid[best_i - 1], best_f1
