"""Divides whole numbers and drops the fraction. Fails: precision_recall_counts_flags_and_anomalies.

Says: zeros stand where fractions are expected
"""


# %%
def precision_recall(y_true, y_pred):
    y_pred = y_pred.astype(int)
    tp = (y_true * y_pred).sum()
    fp = ((1 - y_true) * y_pred).sum()
    fn = (y_true * (1 - y_pred)).sum()
    return tp // max(tp + fp, 1), tp // max(tp + fn, 1)
