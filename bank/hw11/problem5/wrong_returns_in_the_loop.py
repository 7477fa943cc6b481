"""Returns after the first threshold. Fails: scan_thresholds_finds_the_best_f1.

Says: look at all before you return
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best_threshold, best_f1 = None, -1
    for threshold in np.linspace(np.min(scores_normal), np.max(scores_normal), n_steps):
        f1 = f1_score(*precision_recall(y_all, scores_all > threshold))
        if f1 > best_f1:
            best_threshold, best_f1 = threshold, f1
        return best_threshold, best_f1
