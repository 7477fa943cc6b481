"""Divides the caught anomalies by the number of normal events. Fails: precision_recall_counts_flags_and_anomalies.

Says: recall is a share of the anomalies, not of the normal events
"""


# %%
def precision_recall(y_true, y_pred):
    flagged = y_pred.astype(bool)
    tp = y_true[flagged].sum()
    normal = (y_true == 0).sum()
    precision = tp / flagged.sum() if flagged.sum() else 0
    return precision, tp / normal if normal else 0
