"""Tests for missing anomalies, not for missing flags. Fails: precision_recall_counts_flags_and_anomalies.

Says: test each denominator by itself
"""


# %%
def precision_recall(y_true, y_pred):
    TP = len(y_true[(y_true == 1) & (y_pred == 1)])
    FN = len(y_true[(y_true == 1) & (y_pred == 0)])
    if TP + FN == 0:
        return 0.0, 0.0
    return TP / np.sum(y_pred), TP / (TP + FN)
