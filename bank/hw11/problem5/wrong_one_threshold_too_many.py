"""Takes the number of thresholds for that of intervals. Fails: scan_thresholds_finds_the_best_f1.

Says: the grid has n_steps thresholds, with both ends among them
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    low, high = scores_normal.min(), scores_normal.max()
    best_t, best_f1 = low, 0
    for i in range(n_steps + 1):
        t = low + i * (high - low) / n_steps
        f1 = f1_score(*precision_recall(y_all, scores_all > t))
        if f1 > best_f1:
            best_t, best_f1 = t, f1
    return best_t, best_f1
