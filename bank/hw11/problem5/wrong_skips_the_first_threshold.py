"""Starts at the second threshold. Fails: scan_thresholds_finds_the_best_f1.

Says: an end of the grid is left out
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    thresholds = np.linspace(scores_normal.min(), scores_normal.max(), n_steps)
    best_t, best = thresholds[0], 0.0
    for i in range(1, len(thresholds)):
        f1 = f1_score(*precision_recall(y_all, scores_all > thresholds[i]))
        if f1 > best:
            best_t, best = thresholds[i], f1
    return best_t, best
