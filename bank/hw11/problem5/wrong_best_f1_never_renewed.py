"""Never renews the best F1. Fails: scan_thresholds_finds_the_best_f1.

Says: every threshold with an F1 above 0 replaces the one before
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best_t, best_f1 = 0.0, 0.0
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        f = f1_score(*precision_recall(y_all, scores_all > t))
        if f > best_f1:
            best_t = t
    return best_t, best_f1
