"""Counts every right decision as a true positive. Fails: precision_recall_counts_flags_and_anomalies.

Says: `y_true == y_pred` is also true for normal events that are not flagged
"""


# %%
def precision_recall(y_true, y_pred):
    tp = (y_true == y_pred).sum()
    flagged = (y_pred == 1).sum()
    anomalous = (y_true == 1).sum()
    return (tp / flagged if flagged else 0.0), (tp / anomalous if anomalous else 0.0)
