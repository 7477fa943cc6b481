"""Rounds the thresholds to one digit. Fails: scan_thresholds_finds_the_best_f1.

Says: thresholds are rounded
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps).round(1)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
