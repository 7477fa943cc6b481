"""Flags the events below the threshold. Fails: scan_thresholds_finds_the_best_f1.

Says: flag the events above the threshold
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best_t, best_f1 = 0.0, 0.0
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        p, r = precision_recall(y_all, scores_all < t)
        if f1_score(p, r) > best_f1:
            best_t, best_f1 = t, f1_score(p, r)
    return best_t, best_f1
