"""Keeps the threshold with the most right decisions. Fails: scan_thresholds_finds_the_best_f1.

Says: this is the accuracy
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    score = [np.mean((scores_all > t) == y_all) for t in grid]
    return grid[np.argmax(score)], np.max(score)
