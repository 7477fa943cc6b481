"""Always tries fifty thresholds. Fails: scan_thresholds_finds_the_best_f1.

Says: n_steps is not used
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), 50)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
