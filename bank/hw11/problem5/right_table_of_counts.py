"""A two by two table of counts, a mean from the library, pairs compared. Fails: nothing."""

# %%
import statistics


def confusion(y_true, y_pred):
    """TN, FP, FN, TP as floats."""
    return np.bincount(2 * y_true.astype(int) + y_pred.astype(int), minlength=4).astype(float)


# %%
def precision_recall(y_true, y_pred):
    tn, fp, fn, tp = confusion(y_true, y_pred)
    if tp == 0:  # no anomaly is flagged, so both are 0, whatever the denominators are
        return 0.0, 0.0
    return tp / (tp + fp), tp / (tp + fn)


# %%
def f1_score(precision, recall):
    return statistics.harmonic_mean([precision, recall])


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    grid = np.linspace(np.amin(scores_normal), np.amax(scores_normal), n_steps)
    pairs = [(f1_score(*precision_recall(y_all, scores_all >= t)), t) for t in grid]
    best_f1, best_threshold = max(pairs)
    return np.array([best_threshold, best_f1])
