"""Calls missed anomalies false alarms and the other way round. Fails: precision_recall_counts_flags_and_anomalies.

Says: or FP and FN are mixed up
"""


# %%
def precision_recall(y_true, y_pred):
    tp = np.sum((y_true == 1) & (y_pred == 1))
    fp = np.sum((y_true == 1) & (y_pred == 0))
    fn = np.sum((y_true == 0) & (y_pred == 1))
    p = tp / (tp + fp) if tp + fp > 0 else 0.0
    r = tp / (tp + fn) if tp + fn > 0 else 0.0
    return p, r
