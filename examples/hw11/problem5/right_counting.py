"""Counts in a loop, `>=` at the threshold, a list returned. Fails: nothing."""


# %%
def precision_recall(y_true, y_pred):
    tp = fp = fn = 0
    for truth, flag in zip(y_true, y_pred):
        if truth and flag:
            tp += 1
        elif flag:
            fp += 1
        elif truth:
            fn += 1
    precision = tp / (tp + fp) if tp + fp else 0
    recall = tp / (tp + fn) if tp + fn else 0
    return precision, recall


# %%
def f1_score(precision, recall):
    if precision == 0 and recall == 0:
        f1 = 0
    else:
        f1 = (2 * precision * recall) / (precision + recall)
    return f1


# %%
def scan_thresholds(scores_normal, scores_all, y_all, n_steps=50):
    best = [None, -1]
    for t in np.linspace(min(scores_normal), max(scores_normal), n_steps):
        f1 = f1_score(*precision_recall(y_all, scores_all >= t))
        if f1 >= best[1]:
            best = [t, f1]
    return best
