"""Divides first and mends NaN, scans without the other two functions. Fails: nothing."""


# %%
def precision_recall(y_true, y_pred):
    y_pred = np.asarray(y_pred).astype(bool)
    tp = np.logical_and(y_true, y_pred).sum()
    return np.nan_to_num([tp / y_pred.sum(), tp / np.sum(y_true)])


# %%
def f1_score(precision, recall):
    return 2 / (1 / precision + 1 / recall) if precision and recall else 0


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    low, high = scores_normal.min(), scores_normal.max()
    t = low + (high - low) * np.arange(n_steps) / (n_steps - 1)
    flags = scores_all[None, :] > t[:, None]
    tp = (flags & (y_all == 1)).sum(1)
    f1 = 2 * tp / (flags.sum(1) + y_all.sum())
    return t[f1.argmax()], f1.max()
