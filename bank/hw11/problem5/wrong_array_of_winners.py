"""Returns all thresholds with the best F1, in an array. Fails: scan_thresholds_finds_the_best_f1.

Says: an array is returned: a mask or `np.where` gives an array, `np.argmax` gives one position
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    f1 = np.array([f1_score(*precision_recall(y_all, scores_all > t)) for t in grid])
    best = np.where(f1 == f1.max())[0]
    return grid[best], f1[best]
