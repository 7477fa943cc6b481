"""Subtracts flags from labels, which bool does not allow. Fails: precision_recall_counts_flags_and_anomalies.

Says: (bool flags)
Says: `-` between masks
"""


# %%
def precision_recall(y_true, y_pred):
    tp = np.sum((y_true == 1) * y_pred)
    fp = np.sum(y_pred - (y_true == 1) * y_pred)
    fn = np.sum(y_true) - tp
    precision = tp / (tp + fp) if tp > 0 else 0.0
    recall = tp / (tp + fn) if tp > 0 else 0.0
    return precision, recall
