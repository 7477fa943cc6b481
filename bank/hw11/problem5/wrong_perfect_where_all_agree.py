"""Takes flags that agree with all labels for perfect, also where nothing is anomalous. Fails: precision_recall_counts_flags_and_anomalies.

Says: a share of nothing is 0 by our contract, not 1
"""


# %%
def precision_recall(y_true, y_pred):
    if np.array_equal(y_true, y_pred):
        return 1.0, 1.0
    tp = np.sum((y_true == 1) & (y_pred == 1))
    return tp / max(np.sum(y_pred), 1), tp / max(np.sum(y_true), 1)
