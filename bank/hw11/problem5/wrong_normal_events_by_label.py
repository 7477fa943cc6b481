"""Takes the normal scores from the labels and ignores those it is given. Fails: scan_thresholds_finds_the_best_f1.

Says: the grid spans the normal events of scores_all
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    normal = scores_all[y_all == 0]
    grid = np.linspace(normal.min(), normal.max(), n_steps)
    f1 = np.array([f1_score(*precision_recall(y_all, scores_all > t)) for t in grid])
    return grid[f1.argmax()], f1.max()
