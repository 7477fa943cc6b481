"""Tries every score as a threshold. Fails: scan_thresholds_finds_the_best_f1.

Says: these are scores or quantiles
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    candidates = np.unique(scores_all)
    f1 = [f1_score(*precision_recall(y_all, scores_all >= t)) for t in candidates]
    return candidates[np.argmax(f1)], np.max(f1)
