"""Takes the first and the last score for the smallest and the largest. Fails: scan_thresholds_finds_the_best_f1.

Says: scores come in no order
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal[0], scores_normal[-1], n_steps)
    f1 = [f1_score(*precision_recall(y_all, scores_all > t)) for t in grid]
    return grid[np.argmax(f1)], max(f1)
