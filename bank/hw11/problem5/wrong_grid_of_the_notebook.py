"""Lays the grid over the distances of the notebook. Fails: scan_thresholds_finds_the_best_f1.

Says: the grid spans scores of the notebook
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    score = checkpoint["distance2"][y == 0]
    grid = np.linspace(score.min(), score.max(), n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
