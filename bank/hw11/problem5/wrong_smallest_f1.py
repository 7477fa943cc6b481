"""Keeps the smallest F1. Fails: scan_thresholds_finds_the_best_f1.

Says: keep the largest F1
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    best = np.argsort(f1)[0]
    return grid[best], f1[best]
