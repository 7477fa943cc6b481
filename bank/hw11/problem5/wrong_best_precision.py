"""Keeps the threshold with the largest precision. Fails: scan_thresholds_finds_the_best_f1.

Says: this has the largest precision: keep the largest F1
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best = (0, 0, 0)
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        precision, recall = precision_recall(y_all, scores_all > t)
        if precision > best[1]:
            best = (t, precision, f1_score(precision, recall))
    return best[0], best[2]
