"""Clears the false alarms in the flags that it was given. Fails: precision_recall_counts_flags_and_anomalies.

Says: an in-place operation
"""


# %%
def precision_recall(y_true, y_pred):
    flagged = y_pred.sum()
    caught = y_pred
    caught[y_true == 0] = 0
    precision = caught.sum() / flagged if flagged else 0.0
    recall = caught.sum() / y_true.sum() if y_true.any() else 0.0
    return precision, recall
