"""Divides both counts by the number of all events. Fails: precision_recall_counts_flags_and_anomalies.

Says: divide by the flagged events and by the anomalies, not by all
"""


# %%
def precision_recall(y_true, y_pred):
    caught = ((y_true == 1) & (y_pred == 1)).sum()
    return caught / len(y_true), caught / len(y_true)
