"""Gives up after five thresholds without a better F1. Fails: scan_thresholds_finds_the_best_f1.

Says: F1 can fall and rise again
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best_threshold, best_f1, waited = 0.0, 0.0, 0
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        f1 = f1_score(*precision_recall(y_all, scores_all > t))
        waited += 1
        if f1 > best_f1:
            best_threshold, best_f1, waited = t, f1, 0
        if waited == 5:
            break
    return best_threshold, best_f1
