"""Combines labels and flags bit by bit, which float flags do not allow. Fails: precision_recall_counts_flags_and_anomalies.

Says: (float flags)
Says: make a mask first
"""


# %%
def precision_recall(y_true, y_pred):
    tp = (y_true & y_pred).sum()
    precision = tp / y_pred.sum() if y_pred.sum() > 0 else 0.0
    recall = tp / y_true.sum() if y_true.sum() > 0 else 0.0
    return precision, recall
