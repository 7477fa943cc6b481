"""Compares with the labels of the notebook. Fails: scan_thresholds_finds_the_best_f1.

Says: operands could not be broadcast together
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    f1 = [f1_score(*precision_recall(y, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
