"""Prints the pair and returns nothing. Fails: precision_recall_counts_flags_and_anomalies.

Says: 2 results: precision, recall (int flags) got None likely the `return` line is missing
"""


# %%
def precision_recall(y_true, y_pred):
    tp = ((y_true == 1) & (y_pred == 1)).sum()
    fp = ((y_true == 0) & (y_pred == 1)).sum()
    fn = ((y_true == 1) & (y_pred == 0)).sum()
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    print("precision:", precision, "recall:", recall)
