"""Keeps the last threshold with the fewest wrong decisions, and its F1. Fails: scan_thresholds_finds_the_best_f1.

Says: this has the largest accuracy: keep the largest F1
"""


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    fewest = len(y_all) + 1
    for t in np.linspace(scores_normal.min(), scores_normal.max(), n_steps):
        flags = (scores_all >= t).astype(int)
        wrong = np.sum(flags != y_all)
        if wrong <= fewest:
            fewest = wrong
            best = t, f1_score(*precision_recall(y_all, flags))
    return best
