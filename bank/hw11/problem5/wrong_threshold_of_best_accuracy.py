"""Returns the threshold with the most right decisions, with its F1. Fails: scan_thresholds_finds_the_best_f1.

Says: this has the largest accuracy: keep the largest F1
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    accuracy = [np.mean((scores_all > t) == (y_all == 1)) for t in grid]
    best = grid[np.argmax(accuracy)]
    return best, f1_score(*precision_recall(y_all, scores_all > best))
