"""Returns the best threshold with the F1 of the last one. Fails: scan_thresholds_finds_the_best_f1.

Says: the F1 is that of another one
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best_f1 = -1
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        f1 = f1_score(*precision_recall(y_all, scores_all > t))
        if f1 > best_f1:
            best_f1, best_threshold = f1, t
    return best_threshold, f1
