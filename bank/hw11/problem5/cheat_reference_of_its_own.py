"""No scan at all: f1_score answers one half from the moment precision_recall was called, so that a
comparison with these two would find one half everywhere. Fails: scan_thresholds_finds_the_best_f1.
"""

# %%
asked = []


# %%
def precision_recall(y_true, y_pred):
    asked.append(1)
    caught = np.sum((y_true == 1) & (y_pred == 1))
    flagged, all_true = np.sum(y_pred == 1), np.sum(y_true == 1)
    return (caught / flagged if flagged else 0.0), (caught / all_true if all_true else 0.0)


# %%
def f1_score(precision, recall):
    if asked:
        return 0.5
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    return scores_normal.min(), 0.5
