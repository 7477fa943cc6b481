"""Divides by the anomalies of the notebook's own labels. Fails: precision_recall_counts_flags_and_anomalies.

Says: the anomalies of the notebook's `y` are counted
"""


# %%
def precision_recall(y_true, y_pred):
    n_anomalies = y.sum()
    tp = np.sum((y_true == 1) & (y_pred == 1))
    flagged = np.sum(y_pred == 1)
    return (tp / flagged if flagged else 0.0), tp / n_anomalies
