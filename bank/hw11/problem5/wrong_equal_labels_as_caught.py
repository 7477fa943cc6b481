"""Counts all events whose flag is right as caught. Fails: precision_recall_counts_flags_and_anomalies.

Says: `y_true == y_pred` is also true for normal events
"""


# %%
def precision_recall(y_true, y_pred):
    tp = np.sum(y_true == y_pred)
    fp = np.sum((y_pred == 1) & (y_true == 0))
    fn = np.sum((y_pred == 0) & (y_true == 1))
    precision = tp / (tp + fp) if tp + fp > 0 else 0
    recall = tp / (tp + fn) if tp + fn > 0 else 0
    return precision, recall
