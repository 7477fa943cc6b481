"""Takes the normal events for those that are searched. Fails: precision_recall_counts_flags_and_anomalies.

Says: normal events are counted as if they were anomalies
"""


# %%
def precision_recall(y_true, y_pred):
    tp = fp = fn = 0
    for t, p in zip(y_true, y_pred):
        tp += t == 0 and p == 0
        fp += t != 0 and p == 0
        fn += t == 0 and p != 0
    return tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0
