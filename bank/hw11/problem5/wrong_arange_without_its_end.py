"""Steps with arange, which leaves out the upper end. Fails: scan_thresholds_finds_the_best_f1.

Says: with both ends among them
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    low, high = scores_normal.min(), scores_normal.max()
    grid = np.arange(low, high, (high - low) / n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all >= t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
