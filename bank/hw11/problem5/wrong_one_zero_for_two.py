"""Returns a single zero where nothing is flagged. Fails: precision_recall_counts_flags_and_anomalies.

Says: 2 results: precision, recall (nothing is flagged) got one result
"""


# %%
def precision_recall(y_true, y_pred):
    if not np.any(y_pred) or not np.any(y_true):
        return 0
    tp = np.sum(y_true[y_pred == 1])
    return tp / np.sum(y_pred), tp / np.sum(y_true)
