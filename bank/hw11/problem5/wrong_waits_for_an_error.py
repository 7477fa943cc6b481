"""Waits for an error that numpy does not raise. Fails: precision_recall_counts_flags_and_anomalies.

Says: NaN in numpy, without an error
"""


# %%
def precision_recall(y_true, y_pred):
    tp = np.sum(y_true * y_pred)
    try:
        precision = tp / np.sum(y_pred)
    except ZeroDivisionError:
        precision = 0.0
    try:
        recall = tp / np.sum(y_true)
    except ZeroDivisionError:
        recall = 0.0
    return precision, recall
