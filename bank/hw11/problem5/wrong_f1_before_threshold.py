"""Returns the best F1 first. Fails: scan_thresholds_finds_the_best_f1.

Says: best_f1 and best_threshold are exchanged
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    results = [(f1_score(*precision_recall(y_all, scores_all > t)), t) for t in grid]
    return max(results)
